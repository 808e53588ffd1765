/**
 * What outlives a lost connection, as far as it is not the adapter's to keep: what a
 * client says to get its socket back, and since when a socket is in its rooms. Knows
 * neither clients nor namespaces.
 */
@NullMarked
package io.github.socketiospring.server.recovery;

import org.jspecify.annotations.NullMarked;
