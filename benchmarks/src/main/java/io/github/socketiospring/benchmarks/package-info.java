/**
 * What messages cost, measured with JMH.
 */
@NullMarked
package io.github.socketiospring.benchmarks;

import org.jspecify.annotations.NullMarked;
