/**
 * A chat whose clients prove who they are by a JWT when they join it.
 */
@NullMarked
package io.github.socketiospring.samples.jwt;

import org.jspecify.annotations.NullMarked;
