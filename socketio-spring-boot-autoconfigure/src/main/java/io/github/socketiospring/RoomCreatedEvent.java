package io.github.socketiospring;

/**
 * A room has got its first member on this server. The rooms that are named after each
 * socket are not told of.
 *
 * @param namespace the namespace
 * @param room the room
 */
public record RoomCreatedEvent(Namespace namespace, String room) implements SocketIOEvent {

}
