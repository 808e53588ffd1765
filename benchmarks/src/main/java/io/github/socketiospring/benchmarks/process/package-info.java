/**
 * The processes of the benchmarks: how each is started, on which core it runs, and what
 * it costs. Knows neither cases nor loads.
 */
@NullMarked
package io.github.socketiospring.benchmarks.process;

import org.jspecify.annotations.NullMarked;
