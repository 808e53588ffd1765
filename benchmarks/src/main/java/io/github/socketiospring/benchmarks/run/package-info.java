/**
 * The benchmark: starts servers, puts them under load in turn, and reports what a message
 * costs each.
 */
@NullMarked
package io.github.socketiospring.benchmarks.run;

import org.jspecify.annotations.NullMarked;
