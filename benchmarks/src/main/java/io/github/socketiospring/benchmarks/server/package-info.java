/**
 * The servers that are compared, each a process of its own.
 */
@NullMarked
package io.github.socketiospring.benchmarks.server;

import org.jspecify.annotations.NullMarked;
