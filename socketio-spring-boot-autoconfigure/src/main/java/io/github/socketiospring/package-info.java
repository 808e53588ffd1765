/**
 * What an application works with: the server, its namespaces and sockets, rooms, acks and
 * the handshake. Part of the public API: mostly interfaces, which {@code server}
 * implements. Depends on nothing else of this library.
 */
@NullMarked
package io.github.socketiospring;

import org.jspecify.annotations.NullMarked;
