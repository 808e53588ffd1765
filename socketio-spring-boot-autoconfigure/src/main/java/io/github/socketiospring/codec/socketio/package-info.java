/**
 * Socket.IO packets, and the formats they travel in: a new format is one class beside
 * {@link io.github.socketiospring.codec.socketio.JsonPacketFormat}. Knows neither
 * connections nor how clients join namespaces.
 */
@NullMarked
package io.github.socketiospring.codec.socketio;

import org.jspecify.annotations.NullMarked;
