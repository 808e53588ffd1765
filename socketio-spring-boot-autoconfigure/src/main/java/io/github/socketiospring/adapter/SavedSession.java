package io.github.socketiospring.adapter;

import java.util.Set;

/**
 * What outlives a socket whose connection was lost.
 *
 * @param privateId the secret that only its client knows
 * @param socketId its public id
 * @param rooms the rooms it was in
 * @param data what the application had stored for it: one value, an object
 */
public record SavedSession(String privateId, String socketId, Set<String> rooms, Payload data) {

}
