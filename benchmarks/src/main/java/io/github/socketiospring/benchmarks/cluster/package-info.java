/**
 * The benchmark of clusters: starts servers that reach each other through Redis, puts
 * them under load, and reports what a broadcast costs each of them, and Redis.
 */
@NullMarked
package io.github.socketiospring.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
