/**
 * Three servers that are one. Nothing here knows of the other two.
 */
@NullMarked
package io.github.socketiospring.samples.cluster;

import org.jspecify.annotations.NullMarked;
