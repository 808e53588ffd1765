package io.github.socketiospring.codec.json;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The array of one received packet. Its event name, if it has one, is read first; then
 * the arguments are bound directly from the token stream, or kept for later. Used once,
 * by one thread.
 */
public final class ArgumentReader implements AutoCloseable {

	private final JsonCodec codec;

	private final TokenSource source;

	private final JsonParser parser;

	private final @Nullable String event;

	private final boolean message;

	private boolean finished;

	private boolean closed;

	private ArgumentReader(JsonCodec codec, TokenSource source, boolean named, boolean message) {
		this.codec = codec;
		this.source = source;
		this.message = message;
		this.parser = source.open();
		try {
			if (this.parser.nextToken() != JsonToken.START_ARRAY) {
				throw new PacketParseException("payload is not an array");
			}
			this.event = named ? readEvent() : null;
		}
		catch (JacksonException ex) {
			this.parser.close();
			throw PacketParseException.of(ex);
		}
	}

	/**
	 * Opens the payload of an event: an array whose first element is the event's name.
	 * @param codec the codec
	 * @param data holds the JSON; must not change any more
	 * @param offset where it begins
	 * @param length its length
	 * @param attachments binary data for the placeholders
	 * @return a reader that stands behind the event's name
	 * @throws PacketParseException if there is no name
	 */
	public static ArgumentReader event(JsonCodec codec, byte[] data, int offset, int length, List<byte[]> attachments) {
		return event(codec, new JsonBytes(codec, data, offset, length, attachments));
	}

	/**
	 * Opens the payload of what is handled as an event and is a packet of another kind.
	 * @param codec the codec
	 * @param data an array whose first element is the name of the event; must not change
	 * any more
	 * @return a reader that stands behind the event's name
	 * @throws PacketParseException if there is no name
	 */
	public static ArgumentReader message(JsonCodec codec, byte[] data) {
		return new ArgumentReader(codec, new JsonBytes(codec, data, 0, data.length, List.of()), true, true);
	}

	/**
	 * Opens the payload of an acknowledgement: an array.
	 * @param codec the codec
	 * @param data holds the JSON; must not change any more
	 * @param offset where it begins
	 * @param length its length
	 * @param attachments binary data for the placeholders
	 * @return a reader that stands before the first element
	 * @throws PacketParseException if that is no array
	 */
	public static ArgumentReader ack(JsonCodec codec, byte[] data, int offset, int length, List<byte[]> attachments) {
		return ack(codec, new JsonBytes(codec, data, offset, length, attachments));
	}

	/**
	 * Opens the payload of an event that came in another format than JSON.
	 * @param codec the codec
	 * @param source an array whose first element is the event's name
	 * @return a reader that stands behind the event's name
	 * @throws PacketParseException if there is no name
	 */
	public static ArgumentReader event(JsonCodec codec, TokenSource source) {
		return new ArgumentReader(codec, source, true, false);
	}

	/**
	 * Opens the payload of an acknowledgement that came in another format than JSON.
	 * @param codec the codec
	 * @param source an array
	 * @return a reader that stands before the first element
	 * @throws PacketParseException if that is no array
	 */
	public static ArgumentReader ack(JsonCodec codec, TokenSource source) {
		return new ArgumentReader(codec, source, false, false);
	}

	private String readEvent() {
		JsonToken token = this.parser.nextToken();
		if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT
				|| token == JsonToken.VALUE_NUMBER_FLOAT) {
			return this.parser.getString();
		}
		throw new PacketParseException("event name is neither a string nor a number");
	}

	/**
	 * Returns the event's name.
	 * @return the name
	 * @throws IllegalStateException if this is no event
	 */
	public String event() {
		if (this.event == null) {
			throw new IllegalStateException("an acknowledgement has no event name");
		}
		return this.event;
	}

	/**
	 * Tells a message of protocol 1 from an event of the same name.
	 * @return {@code true} for a message
	 */
	public boolean isMessage() {
		return this.message;
	}

	/**
	 * Binds the arguments and reads to the end. Arguments beyond the parameters are
	 * skipped, but must be valid.
	 * @param binding the types
	 * @return the values, one per parameter
	 * @throws ArgumentBindingException if the arguments do not fit the types
	 * @throws PacketParseException if this is not a valid packet
	 */
	public @Nullable Object[] bind(ArgumentBinding binding) {
		@Nullable Object[] values;
		try {
			values = binding.read(this.parser);
		}
		catch (ArgumentBindingException ex) {
			validateFromStart();
			throw ex;
		}
		catch (JacksonException ex) {
			validateFromStart();
			throw new ArgumentBindingException(ex.getOriginalMessage(), ex);
		}
		catch (RuntimeException ex) {
			// From a deserializer of the application.
			validateFromStart();
			throw new ArgumentBindingException(ex.toString(), ex);
		}
		try {
			finish();
		}
		catch (JacksonException ex) {
			throw PacketParseException.of(ex);
		}
		return values;
	}

	/**
	 * Reads to the end and keeps the arguments for any later use.
	 * @return the arguments
	 * @throws PacketParseException if this is not a valid packet
	 */
	public JsonArguments capture() {
		int size = 0;
		try {
			while (this.parser.nextToken() != JsonToken.END_ARRAY) {
				this.parser.skipChildren();
				size++;
			}
			finish();
		}
		catch (JacksonException ex) {
			throw PacketParseException.of(ex);
		}
		return new JsonArguments(this.codec, this.source, (this.event != null) ? 1 : 0, size);
	}

	private void finish() {
		while (this.parser.currentToken() != JsonToken.END_ARRAY || !this.parser.streamReadContext().inRoot()) {
			if (this.parser.nextToken() == null) {
				throw invalid();
			}
			this.parser.skipChildren();
		}
		if (this.parser.nextToken() != null) {
			throw invalid();
		}
		this.finished = true;
	}

	/**
	 * Whether the connection must be closed depends on the JSON alone, not on the types
	 * it did not fit; where those have stopped the parser says nothing about the rest.
	 */
	private void validateFromStart() {
		try (JsonParser fresh = this.source.open()) {
			fresh.nextToken();
			fresh.skipChildren();
			if (fresh.nextToken() != null) {
				throw invalid();
			}
		}
		catch (JacksonException ex) {
			throw PacketParseException.of(ex);
		}
	}

	private static PacketParseException invalid() {
		return new PacketParseException(PacketParseException.INVALID_JSON);
	}

	@Override
	public void close() {
		if (this.closed) {
			// The parser may be another's.
			return;
		}
		this.closed = true;
		if (this.finished) {
			this.source.release(this.parser);
		}
		else {
			this.parser.close();
		}
	}

}
