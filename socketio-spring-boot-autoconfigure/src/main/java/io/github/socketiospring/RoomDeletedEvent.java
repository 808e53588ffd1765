package io.github.socketiospring;

/**
 * The last member of a room on this server has left it.
 *
 * @param namespace the namespace
 * @param room the room
 */
public record RoomDeletedEvent(Namespace namespace, String room) implements SocketIOEvent {

}
