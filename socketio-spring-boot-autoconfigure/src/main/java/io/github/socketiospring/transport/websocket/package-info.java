/**
 * The WebSocket transport on Reactor Netty channels, and its fallback on Spring's
 * WebSocket sessions.
 */
@NullMarked
package io.github.socketiospring.transport.websocket;

import org.jspecify.annotations.NullMarked;
