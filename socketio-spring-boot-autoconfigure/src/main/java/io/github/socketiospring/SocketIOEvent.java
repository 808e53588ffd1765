package io.github.socketiospring;

/**
 * Something that has happened to a socket or a room of this server, as an application
 * event. An {@code @EventListener} method takes one of the types, or this one for all of
 * them.
 * <p>
 * Each type is published only if the application has a listener for it when it starts,
 * and costs nothing otherwise; listeners for all events there are, or that are added
 * later, do not count. Listeners run where plain handlers run, and may block. What
 * happens to one socket is published in order, between its event handlers; what happens
 * to the rooms of one namespace is published in order, a little after it has happened. An
 * exception of a listener is logged and changes nothing.
 */
public sealed interface SocketIOEvent permits SocketConnectedEvent, SocketDisconnectingEvent, SocketDisconnectedEvent,
		RoomCreatedEvent, RoomDeletedEvent, RoomJoinedEvent, RoomLeftEvent {

	/**
	 * Returns the namespace where it has happened.
	 * @return the namespace
	 */
	Namespace namespace();

}
