/**
 * The way to other servers through Redis: its connections, and the channels upon them.
 * Lettuce and Spring Data Redis may be used here and where beans are made of this
 * package's types, and nowhere else.
 */
@NullMarked
package io.github.socketiospring.adapter.redis;

import org.jspecify.annotations.NullMarked;
