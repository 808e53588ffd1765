/**
 * The Engine.IO server: request checks, sessions and their state machine, outbound queues
 * and timers. It knows no HTTP server and no Socket.IO.
 */
@NullMarked
package io.github.socketiospring.engine;

import org.jspecify.annotations.NullMarked;
