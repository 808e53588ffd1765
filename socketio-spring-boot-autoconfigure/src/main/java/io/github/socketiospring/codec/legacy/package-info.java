/**
 * Packets of Socket.IO protocol 1, which clients 0.7 to 0.9 speak. Pure bytes, no I/O.
 */
@NullMarked
package io.github.socketiospring.codec.legacy;

import org.jspecify.annotations.NullMarked;
