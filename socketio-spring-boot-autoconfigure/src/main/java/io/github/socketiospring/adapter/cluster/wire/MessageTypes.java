package io.github.socketiospring.adapter.cluster.wire;

import java.util.Map;

import io.github.socketiospring.adapter.cluster.ClusterMessage;
import org.jspecify.annotations.Nullable;

/**
 * The numbers by which a format tells kinds of messages apart. Immutable.
 *
 * @param byClass the numbers, by the class of what is ordered or asked, or else by that
 * of the message
 */
record MessageTypes(Map<Class<?>, Integer> byClass) {

	/** Returns the type of a message, if the format has one for it. */
	@Nullable Integer find(ClusterMessage message) {
		return this.byClass.get(content(message).getClass());
	}

	/**
	 * Returns the type of a message.
	 * @throws IllegalArgumentException if the format has none for it
	 */
	int of(ClusterMessage message) {
		Integer type = find(message);
		if (type == null) {
			throw new IllegalArgumentException("No type for " + content(message).getClass().getSimpleName());
		}
		return type;
	}

	private static Object content(ClusterMessage message) {
		if (message instanceof ClusterMessage.Order order) {
			return order.command();
		}
		return (message instanceof ClusterMessage.Question question) ? question.request() : message;
	}

}
