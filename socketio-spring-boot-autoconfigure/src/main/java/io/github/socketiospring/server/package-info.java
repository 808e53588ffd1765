/**
 * Socket.IO above engine sessions: clients, how each generation of them joins namespaces,
 * the namespaces with their sockets and rooms on this server, acknowledgements, and the
 * operators of the API. What crosses to other servers goes through an adapter; how events
 * are handled is the business of {@code server.event}. No JSON is read or written here,
 * no frame, and no HTTP.
 */
@NullMarked
package io.github.socketiospring.server;

import org.jspecify.annotations.NullMarked;
