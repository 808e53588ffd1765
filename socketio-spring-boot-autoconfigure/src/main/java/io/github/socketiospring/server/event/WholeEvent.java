package io.github.socketiospring.server.event;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.ClientEvent;
import io.github.socketiospring.Socket;
import io.github.socketiospring.codec.socketio.ReservedEvents;
import org.jspecify.annotations.Nullable;

/**
 * An event with all that came with it.
 *
 * @param socket the socket it came from
 * @param name its name
 * @param arguments its arguments
 * @param ack answers the client
 * @param arrival when it has arrived, or {@code null} if nobody wants to know
 */
record WholeEvent(Socket socket, String name, ReceivedArguments arguments, Ack ack,
		@Nullable Arrival arrival) implements ClientEvent {

	@Override
	public OptionalLong ackId() {
		return (this.ack instanceof NumberedAck numbered) ? OptionalLong.of(numbered.id()) : OptionalLong.empty();
	}

	@Override
	public boolean isMessage() {
		return this.arguments.isMessage();
	}

	@Override
	public WholeEvent withName(String name) {
		if (ReservedEvents.contains(name)) {
			throw new IllegalArgumentException("\"" + name + "\" is a reserved event name: choose another name");
		}
		return new WholeEvent(this.socket, name, this.arguments, this.ack, this.arrival);
	}

	@Override
	public WholeEvent withArguments(@Nullable Object... arguments) {
		List<@Nullable Object> values = new ArrayList<>(arguments.length);
		for (Object argument : arguments) {
			if (argument instanceof Arguments several) {
				values.addAll(several.asList());
			}
			else {
				values.add(argument);
			}
		}
		return new WholeEvent(this.socket, this.name, this.arguments.replacedBy(values), this.ack, this.arrival);
	}

	/** The name is text of the client; what it has sent is not for logs. */
	@Override
	public String toString() {
		return "ClientEvent[" + LogText.of(this.name) + " of " + this.socket + "]";
	}

	EventCall call() {
		return new EventCall(this.socket, this.name, null, this.arguments, this.ack, this.arrival);
	}

}
