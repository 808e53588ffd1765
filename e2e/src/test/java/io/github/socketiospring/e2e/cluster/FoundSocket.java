package io.github.socketiospring.e2e.cluster;

import java.util.Map;
import java.util.Set;

/**
 * A socket that a server has found, here or elsewhere.
 *
 * @param id its id
 * @param rooms its rooms
 * @param data what the application keeps for it
 * @param query the query of its handshake
 */
record FoundSocket(String id, Set<String> rooms, Map<String, Object> data, Map<String, Object> query) {
}
