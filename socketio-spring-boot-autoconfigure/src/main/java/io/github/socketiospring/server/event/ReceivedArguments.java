package io.github.socketiospring.server.event;

import java.util.List;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.JsonArguments;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * Arguments a client has sent.
 *
 * @param json the arguments
 */
public record ReceivedArguments(JsonArguments json) implements Arguments, JacksonSerializable {

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

	/** Inside of other values, arguments are an array. */
	@Override
	public void serialize(JsonGenerator generator, SerializationContext context) {
		generator.writeStartArray();
		for (JsonNode node : asList()) {
			context.writeValue(generator, node);
		}
		generator.writeEndArray();
	}

	@Override
	public void serializeWithType(JsonGenerator generator, SerializationContext context, TypeSerializer types) {
		serialize(generator, context);
	}

	@Nullable Object[] bind(ArgumentBinding binding) {
		return this.json.bind(binding);
	}

}
