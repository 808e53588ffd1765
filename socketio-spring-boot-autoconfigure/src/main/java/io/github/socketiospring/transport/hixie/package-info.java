/**
 * WebSockets of draft-hixie-thewebsocketprotocol-76, which the Flash bridge of
 * socket.io-client 0.9 speaks: their handshake, read below the HTTP codec, and their
 * frames. Once a handshake is done the channel belongs to the WebSocket transport.
 */
@NullMarked
package io.github.socketiospring.transport.hixie;

import org.jspecify.annotations.NullMarked;
