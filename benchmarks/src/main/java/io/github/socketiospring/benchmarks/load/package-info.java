/**
 * A load generator: speaks just enough Socket.IO to keep servers busy, on one thread.
 */
@NullMarked
package io.github.socketiospring.benchmarks.load;

import org.jspecify.annotations.NullMarked;
