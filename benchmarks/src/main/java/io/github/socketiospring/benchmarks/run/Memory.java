package io.github.socketiospring.benchmarks.run;

import org.jspecify.annotations.Nullable;

/**
 * What an idle connection costs a server.
 *
 * @param connections how many were held
 * @param heapBytes bytes on the heap for each, after garbage collection; {@code null}
 * outside JVMs
 * @param residentBytes bytes by which the process grew for each
 */
record Memory(int connections, @Nullable Double heapBytes, double residentBytes) {
}
