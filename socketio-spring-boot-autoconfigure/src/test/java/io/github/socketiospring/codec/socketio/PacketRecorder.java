package io.github.socketiospring.codec.socketio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonArguments;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Notes packets as a test reads them.
 */
class PacketRecorder implements PacketHandler {

	final List<String> packets = new ArrayList<>();

	/** Thrown by whatever is called; {@code null} for nothing. */
	@Nullable RuntimeException failure;

	@Override
	public void connect(String namespace, JsonNode auth) {
		add("connect", namespace, auth.isMissingNode() ? "(missing)" : auth);
	}

	@Override
	public void disconnect(String namespace) {
		add("disconnect", namespace);
	}

	@Override
	public void leave() {
		throw new AssertionError("not of this protocol");
	}

	@Override
	public void received(String namespace, long id) {
		throw new AssertionError("not of this protocol");
	}

	@Override
	public void event(String namespace, long id, ArgumentReader arguments) {
		add("event", namespace, id, arguments.event(), arguments.capture().nodes());
	}

	@Override
	public void ack(String namespace, long id, JsonArguments arguments) {
		add("ack", namespace, id, arguments.nodes());
	}

	private void add(Object... parts) {
		if (this.failure != null) {
			throw this.failure;
		}
		this.packets.add(Arrays.stream(parts).map(Object::toString).collect(Collectors.joining(" ")));
	}

}
