package io.github.socketiospring.benchmarks;

import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonArguments;
import io.github.socketiospring.codec.socketio.PacketHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Binds the arguments of events.
 */
final class Binder implements PacketHandler {

	private final ArgumentBinding binding;

	private @Nullable Object[] last = {};

	Binder(ArgumentBinding binding) {
		this.binding = binding;
	}

	@Nullable Object[] last() {
		return this.last;
	}

	@Override
	public void leave() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void received(String namespace, long id) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void event(String namespace, long id, ArgumentReader arguments) {
		this.last = arguments.bind(this.binding);
	}

	@Override
	public void connect(String namespace, JsonNode auth) {
		throw new IllegalStateException("no event");
	}

	@Override
	public void disconnect(String namespace) {
		throw new IllegalStateException("no event");
	}

	@Override
	public void ack(String namespace, long id, JsonArguments arguments) {
		throw new IllegalStateException("no event");
	}

}
