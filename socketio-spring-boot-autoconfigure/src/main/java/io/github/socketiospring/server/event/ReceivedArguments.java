package io.github.socketiospring.server.event;

import java.util.List;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.InvalidPayloadException;
import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonArguments;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * Arguments a client has sent.
 */
public sealed class ReceivedArguments implements Arguments, JacksonSerializable {

	private final JsonArguments json;

	/**
	 * Creates arguments.
	 * @param json what was received
	 */
	public ReceivedArguments(JsonArguments json) {
		this.json = json;
	}

	/**
	 * Reads all arguments of an event and keeps them.
	 */
	static ReceivedArguments of(ArgumentReader reader) {
		JsonArguments json = reader.capture();
		return reader.isMessage() ? new OfMessage(json) : new ReceivedArguments(json);
	}

	/**
	 * Returns the arguments as they came.
	 * @return the arguments
	 */
	public final JsonArguments json() {
		return this.json;
	}

	boolean isMessage() {
		return false;
	}

	/**
	 * Puts other values in the place of these.
	 */
	ReceivedArguments replacedBy(List<@Nullable Object> values) {
		return new ReceivedArguments(this.json.replacedBy(values));
	}

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
		check(index);
		try {
			return this.json.get(index, type);
		}
		catch (RuntimeException ex) {
			throw misfit(ex);
		}
	}

	@Override
	public <T> T get(int index, TypeReference<T> type) {
		check(index);
		try {
			return this.json.get(index, type);
		}
		catch (RuntimeException ex) {
			throw misfit(ex);
		}
	}

	/** How many there are is up to the client. */
	private void check(int index) {
		if (index < 0) {
			throw new IndexOutOfBoundsException(index);
		}
		if (index >= size()) {
			throw new InvalidPayloadException("argument " + (index + 1) + " is missing", (Throwable) null);
		}
	}

	private static InvalidPayloadException misfit(RuntimeException exception) {
		// Others come from deserializers of the application.
		String message = (exception instanceof JacksonException ex) ? ex.getOriginalMessage() : exception.toString();
		return new InvalidPayloadException(message, exception);
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

	/**
	 * Those of a packet that is a message and not an event.
	 */
	private static final class OfMessage extends ReceivedArguments {

		OfMessage(JsonArguments json) {
			super(json);
		}

		@Override
		boolean isMessage() {
			return true;
		}

		@Override
		ReceivedArguments replacedBy(List<@Nullable Object> values) {
			return new OfMessage(json().replacedBy(values));
		}

	}

}
