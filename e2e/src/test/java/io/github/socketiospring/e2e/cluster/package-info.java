/**
 * Servers of this library beside servers in Node.js in one cluster, through real Redis.
 */
@NullMarked
package io.github.socketiospring.e2e.cluster;

import org.jspecify.annotations.NullMarked;
