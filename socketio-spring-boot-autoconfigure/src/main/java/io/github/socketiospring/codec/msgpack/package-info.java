/**
 * MessagePack as one of Jackson's token streams, read and written in place: no packets,
 * and no configuration of Jackson.
 */
@NullMarked
package io.github.socketiospring.codec.msgpack;

import org.jspecify.annotations.NullMarked;
