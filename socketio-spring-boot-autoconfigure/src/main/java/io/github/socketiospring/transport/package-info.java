/**
 * What the transports have in common.
 */
@NullMarked
package io.github.socketiospring.transport;

import org.jspecify.annotations.NullMarked;
