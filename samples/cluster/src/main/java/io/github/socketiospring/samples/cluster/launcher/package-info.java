/**
 * Starts the processes of the sample, in the place of what would do so in production.
 */
@NullMarked
package io.github.socketiospring.samples.cluster.launcher;

import org.jspecify.annotations.NullMarked;
