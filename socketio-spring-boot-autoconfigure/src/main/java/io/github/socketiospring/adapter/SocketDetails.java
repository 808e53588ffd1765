package io.github.socketiospring.adapter;

import java.util.Set;

import io.github.socketiospring.Handshake;

/**
 * What servers tell each other about a socket.
 *
 * @param id the socket's id
 * @param handshake what is known from the moment the client connected
 * @param rooms the rooms it is in, among them the one named after its id
 * @param data what the application has stored for it: one value, an object
 */
public record SocketDetails(String id, Handshake handshake, Set<String> rooms, Payload data) {

}
