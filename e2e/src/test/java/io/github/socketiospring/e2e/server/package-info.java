/**
 * The application the clients talk to.
 */
@NullMarked
package io.github.socketiospring.e2e.server;

import org.jspecify.annotations.NullMarked;
