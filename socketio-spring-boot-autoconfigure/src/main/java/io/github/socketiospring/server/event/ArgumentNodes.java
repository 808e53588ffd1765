package io.github.socketiospring.server.event;

import java.util.ArrayDeque;
import java.util.Deque;

import io.github.socketiospring.Arguments;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The trees that a handler was given as arguments, looked at when it could not read one:
 * a tree of the application's own may be unreadable as well, and that is no fault of the
 * client.
 */
final class ArgumentNodes {

	private final Deque<JsonNode> roots = new ArrayDeque<>();

	/** Whether trees can be missing. */
	private boolean open;

	private ArgumentNodes() {
	}

	/**
	 * Finds the trees of an event, none for what has no arguments.
	 */
	static ArgumentNodes of(EventCall call) {
		ArgumentNodes nodes = new ArgumentNodes();
		nodes.add(call.arguments());
		@Nullable Object[] bound = call.bound();
		if (bound != null) {
			for (Object argument : bound) {
				nodes.add(argument);
			}
		}
		return nodes;
	}

	private void add(@Nullable Object argument) {
		if (argument instanceof JsonNode node) {
			this.roots.add(node);
			this.open = true;
		}
		else if (argument instanceof Arguments several) {
			this.roots.addAll(several.asList());
			this.open = true;
		}
		else if (argument instanceof Iterable<?> several) {
			several.forEach(this::add);
		}
		else if (argument instanceof Object[] several) {
			for (Object one : several) {
				add(one);
			}
		}
	}

	/**
	 * Tells whether a node is in one of the trees, or an equal one: arguments may have
	 * been read more than once. What is missing is taken to be missing there.
	 */
	boolean contain(JsonNode node) {
		if (node.isMissingNode()) {
			return this.open;
		}
		Deque<JsonNode> unseen = new ArrayDeque<>(this.roots);
		for (JsonNode next = unseen.poll(); next != null; next = unseen.poll()) {
			if (next.equals(node)) {
				return true;
			}
			unseen.addAll(next.values());
		}
		return false;
	}

}
