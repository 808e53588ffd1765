/**
 * Room membership and delivery: the adapter contract and the in-memory adapter.
 */
@NullMarked
package io.github.socketiospring.adapter;

import org.jspecify.annotations.NullMarked;
