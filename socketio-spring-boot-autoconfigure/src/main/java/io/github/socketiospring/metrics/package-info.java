/**
 * The meters of a server, for Micrometer. Nothing else depends on them.
 */
@NullMarked
package io.github.socketiospring.metrics;

import org.jspecify.annotations.NullMarked;
