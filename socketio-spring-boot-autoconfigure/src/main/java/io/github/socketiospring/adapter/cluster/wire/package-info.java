/**
 * The messages of a cluster as bytes, as Node's adapters write and read them. Classes
 * here turn a {@link io.github.socketiospring.adapter.cluster.ClusterMessage} into bytes
 * and back, check what comes from the network, and do nothing else: they have no
 * connections, threads or timers, and know nothing else of the cluster.
 */
@NullMarked
package io.github.socketiospring.adapter.cluster.wire;

import org.jspecify.annotations.NullMarked;
