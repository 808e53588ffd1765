package io.github.socketiospring.server.event;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.ClientEvent;
import io.github.socketiospring.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to its handler. Immutable.
 *
 * @param socket the socket it came from
 * @param event its name
 * @param bound the arguments as bound by {@link EventHandler#binding()}; {@code null} if
 * there is no binding
 * @param arguments all arguments; {@code null} if they were bound instead
 * @param ack answers the client
 * @param arrival when it has arrived, or {@code null} if nobody wants to know
 */
@SuppressWarnings("ArrayRecordComponent")
public record EventCall(Socket socket, String event, @Nullable Object @Nullable [] bound, @Nullable Arguments arguments,
		Ack ack, @Nullable Arrival arrival) {

	/** What the event is called that stands for the jobs of a socket. */
	public static final String JOB = "job";

	/**
	 * Creates the call for an event of which nobody wants to know when it has arrived.
	 * @param socket the socket it came from
	 * @param event its name
	 * @param bound the arguments as bound by {@link EventHandler#binding()}, or
	 * {@code null}
	 * @param arguments all arguments, or {@code null} if they were bound instead
	 * @param ack answers the client
	 */
	public EventCall(Socket socket, String event, @Nullable Object @Nullable [] bound, @Nullable Arguments arguments,
			Ack ack) {
		this(socket, event, bound, arguments, ack, null);
	}

	/**
	 * Returns the event as applications see it.
	 * @return the event
	 * @throws IllegalStateException if its arguments were not kept
	 */
	public ClientEvent whole() {
		return new WholeEvent(this.socket, this.event, kept(), this.ack, this.arrival);
	}

	ReceivedArguments kept() {
		if (this.arguments instanceof ReceivedArguments received) {
			return received;
		}
		throw new IllegalStateException("the arguments of " + this.event + " were not kept");
	}

}
