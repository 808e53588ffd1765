/**
 * Socket.IO on top of engine sessions: clients, namespaces, sockets and acks.
 */
@NullMarked
package io.github.socketiospring.server;

import org.jspecify.annotations.NullMarked;
