package io.github.socketiospring.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.codec.socketio.ReservedEvents;
import io.github.socketiospring.server.event.NameWarnings;
import org.jspecify.annotations.Nullable;

/**
 * What applications emit and answer, as packets take it.
 */
final class EmittedValues {

	private EmittedValues() {
	}

	static void checkEvent(String event, NameWarnings names) {
		if (ReservedEvents.contains(event)) {
			throw new IllegalArgumentException(
					"\"" + event + "\" is a reserved event name: choose another name for your event");
		}
		names.emitted(event);
	}

	/**
	 * Returns the values of a variable number of arguments, without copying them.
	 * Received arguments are passed on as the values they are.
	 */
	@SuppressWarnings("NullAway") // A caller's (Object[]) null is one null argument.
	static List<@Nullable Object> of(@Nullable Object... arguments) {
		if (arguments == null) {
			return Collections.singletonList(null);
		}
		for (Object argument : arguments) {
			if (argument instanceof Arguments) {
				return spread(arguments);
			}
		}
		return Arrays.asList(arguments);
	}

	private static List<@Nullable Object> spread(@Nullable Object... arguments) {
		List<@Nullable Object> values = new ArrayList<>();
		for (Object argument : arguments) {
			if (argument instanceof Arguments received) {
				values.addAll(received.asList());
			}
			else {
				values.add(argument);
			}
		}
		return values;
	}

}
