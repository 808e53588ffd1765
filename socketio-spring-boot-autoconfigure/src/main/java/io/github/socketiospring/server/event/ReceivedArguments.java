package io.github.socketiospring.server.event;

import java.util.List;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.JsonArguments;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * Arguments a client has sent.
 *
 * @param json the arguments
 */
public record ReceivedArguments(JsonArguments json) implements Arguments {

	@Override
	public int size() {
		return this.json.size();
	}

	@Override
	public JsonNode get(int index) {
		return this.json.get(index);
	}

	@Override
	public <T> T get(int index, Class<T> type) {
		return this.json.get(index, type);
	}

	@Override
	public <T> T get(int index, TypeReference<T> type) {
		return this.json.get(index, type);
	}

	@Override
	public List<JsonNode> asList() {
		return this.json.nodes();
	}

	@Nullable Object[] bind(ArgumentBinding binding) {
		return this.json.bind(binding);
	}

}
