/**
 * Ways to start an application faster, beside each other: what each needs until it serves
 * requests, and for the first clients.
 */
@NullMarked
package io.github.socketiospring.benchmarks.start;

import org.jspecify.annotations.NullMarked;
