package io.github.socketiospring.admin;

import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.server.event.LogText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Carries out the page's commands, on all servers. In read-only mode these listeners are
 * not registered, and commands are events without a handler.
 */
final class AdminCommands {

	private static final Log logger = LogFactory.getLog(AdminCommands.class);

	private final AdminNamespace own;

	AdminCommands(AdminNamespace own) {
		this.own = own;
	}

	void listenTo(Socket page) {
		page.on("emit", (arguments, ack) -> emit(page, arguments));
		page.on("join", (arguments, ack) -> join(page, arguments));
		page.on("leave", (arguments, ack) -> leave(page, arguments));
		page.on("_disconnect", (arguments, ack) -> disconnect(page, arguments));
	}

	private void emit(Socket page, Arguments arguments) {
		String event = text(arguments, 2);
		if (event == null) {
			return;
		}
		Object[] values = IntStream.range(3, arguments.size()).mapToObj(arguments::get).toArray();
		with(page, "emit " + LogText.of(event), arguments, 1, (target) -> target.emit(event, values));
	}

	private void join(Socket page, Arguments arguments) {
		String room = text(arguments, 1);
		if (room != null) {
			with(page, "join " + LogText.of(room), arguments, 2, (target) -> target.socketsJoin(room));
		}
	}

	private void leave(Socket page, Arguments arguments) {
		String room = text(arguments, 1);
		if (room != null) {
			with(page, "leave " + LogText.of(room), arguments, 2, (target) -> target.socketsLeave(room));
		}
	}

	private void disconnect(Socket page, Arguments arguments) {
		boolean close = arguments.get(1).asBoolean(false);
		with(page, "disconnect", arguments, 2, (target) -> target.disconnectSockets(close));
	}

	/**
	 * Does something with the sockets that the page has selected.
	 * @param filterIndex which argument is the room or the socket; all sockets without it
	 */
	private void with(Socket page, String what, Arguments arguments, int filterIndex,
			Consumer<BroadcastOperator> order) {
		Namespace namespace = namespace(arguments);
		JsonNode given = arguments.get(filterIndex);
		// Anything else must not be taken for none, which means all sockets.
		boolean isFilter = given.isMissingNode() || given.isNull() || given.isString();
		if (namespace == null || !isFilter) {
			logger.warn("An administrator's order cannot be carried out: " + what + ", from " + page.client());
			return;
		}
		String filter = given.isString() ? given.stringValue() : "";
		logger.info("An administrator's order: " + what + ", sockets of " + LogText.of(namespace.name())
				+ (filter.isEmpty() ? "" : " in " + LogText.of(filter)) + ", from " + page.client());
		if (filter.isEmpty()) {
			carryOut(order, namespace);
		}
		else {
			SocketNames.resolve(namespace, filter)
				.subscribe((room) -> carryOut(order, namespace.to(room)),
						(ex) -> logger.warn("An administrator's order cannot be carried out", ex));
		}
	}

	private static void carryOut(Consumer<BroadcastOperator> order, BroadcastOperator target) {
		try {
			order.accept(target);
		}
		catch (IllegalArgumentException ex) {
			// Such as a reserved event name.
			logger.warn("An administrator's order cannot be carried out: " + LogText.of(ex.getMessage()));
		}
	}

	/** One that does not exist must not be created. */
	private @Nullable Namespace namespace(Arguments arguments) {
		String name = text(arguments, 0);
		if (name == null || !name.startsWith("/") || name.equals(this.own.name()) || !this.own.server().knows(name)) {
			return null;
		}
		return this.own.server().of(name);
	}

	private static @Nullable String text(Arguments arguments, int index) {
		JsonNode value = arguments.get(index);
		return value.isString() ? value.stringValue() : null;
	}

}
