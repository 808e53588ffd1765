/**
 * The WebSocket transport: upgrades of requests, frames of RFC 6455, compression and what
 * is written on a channel. Reactor Netty's channels are taken over; any other server, and
 * HTTP/2, is served through Spring's WebSocket sessions. No protocol of a higher level is
 * known here, nor is draft 76, which has a package of its own.
 */
@NullMarked
package io.github.socketiospring.transport.websocket;

import org.jspecify.annotations.NullMarked;
