/**
 * Socket.IO protocol 1, which clients 0.7 to 0.9 speak: its packets as a packet format,
 * and its framing of several packets. Pure bytes, without any I/O.
 */
@NullMarked
package io.github.socketiospring.codec.legacy;

import org.jspecify.annotations.NullMarked;
