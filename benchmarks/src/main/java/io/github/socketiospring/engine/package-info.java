/**
 * Benchmarks of what only its own package can reach.
 */
@NullMarked
package io.github.socketiospring.engine;

import org.jspecify.annotations.NullMarked;
