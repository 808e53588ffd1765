/**
 * What an application works with: the server, its namespaces and sockets, rooms, acks and
 * the handshake.
 */
@NullMarked
package io.github.socketiospring;

import org.jspecify.annotations.NullMarked;
