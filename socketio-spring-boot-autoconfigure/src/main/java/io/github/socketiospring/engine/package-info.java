/**
 * The Engine.IO server: request checks, sessions and their state machine, outbound queues
 * and timers. It knows no HTTP server and no Socket.IO. A transport is a row of
 * {@link io.github.socketiospring.engine.Transports} here, and a package elsewhere.
 */
@NullMarked
package io.github.socketiospring.engine;

import org.jspecify.annotations.NullMarked;
