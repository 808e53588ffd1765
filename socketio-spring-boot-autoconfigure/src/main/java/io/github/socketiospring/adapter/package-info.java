/**
 * The SPI by which servers become a cluster, and the in-memory adapter of a single
 * server. Only neutral types may stand in a signature here: messages that can be written
 * as bytes, and types of the public API. No packet format, no engine, no class of the
 * server, and no socket.
 */
@NullMarked
package io.github.socketiospring.adapter;

import org.jspecify.annotations.NullMarked;
