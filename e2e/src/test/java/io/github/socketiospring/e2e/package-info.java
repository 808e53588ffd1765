/**
 * Real clients against a real server.
 */
@NullMarked
package io.github.socketiospring.e2e;

import org.jspecify.annotations.NullMarked;
