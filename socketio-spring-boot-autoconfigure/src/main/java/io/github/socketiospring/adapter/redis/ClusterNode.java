package io.github.socketiospring.adapter.redis;

import io.lettuce.core.RedisURI;

/**
 * A server of a Redis Cluster.
 *
 * @param address its host and port, by which nodes are told apart
 * @param uri how to connect to it
 * @param primary whether it has slots of its own
 */
record ClusterNode(String address, RedisURI uri, boolean primary) {

}
