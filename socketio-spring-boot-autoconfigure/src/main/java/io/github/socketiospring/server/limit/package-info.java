/**
 * Token buckets that limit how many events clients may send.
 */
@NullMarked
package io.github.socketiospring.server.limit;

import org.jspecify.annotations.NullMarked;
