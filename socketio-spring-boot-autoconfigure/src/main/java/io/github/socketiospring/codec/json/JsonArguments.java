package io.github.socketiospring.codec.json;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Valid arguments that are parsed when they are asked for. Safe for use by any thread.
 */
public final class JsonArguments {

	private static final int UNKNOWN = -1;

	private final JsonCodec codec;

	private final TokenSource source;

	private final int skip;

	private final int size;

	private volatile @Nullable List<JsonNode> nodes;

	JsonArguments(JsonCodec codec, TokenSource source, int skip, int size) {
		this.codec = codec;
		this.source = source;
		this.skip = skip;
		this.size = size;
	}

	/**
	 * Creates arguments that somebody trusted has written, such as another server: they
	 * are not checked before they are read.
	 * @param codec reads them
	 * @param json a JSON array
	 * @param attachments binary data for its placeholders
	 */
	public JsonArguments(JsonCodec codec, byte[] json, List<byte[]> attachments) {
		this(codec, new JsonBytes(codec, json, 0, json.length, attachments), 0, UNKNOWN);
	}

	/**
	 * Puts other values in the place of these. They are written at once.
	 * @param values the values
	 * @return new arguments
	 * @throws tools.jackson.core.JacksonException if a value cannot be written
	 */
	public JsonArguments replacedBy(List<? extends @Nullable Object> values) {
		ByteArrayOutputStream output = new ByteArrayOutputStream(64);
		List<byte[]> attachments = new ArrayList<>(0);
		this.codec.writeArray(output, null, values, attachments);
		return new JsonArguments(this.codec,
				new JsonBytes(this.codec, output.toByteArray(), 0, output.size(), attachments), 0, values.size());
	}

	/**
	 * Returns how many arguments there are.
	 * @return the number of arguments
	 */
	public int size() {
		return (this.size != UNKNOWN) ? this.size : nodes().size();
	}

	/**
	 * Returns the arguments as they came, without reading them.
	 * @return a JSON array without white space around it; {@code null} if they came
	 * together with something else, such as an event's name, or not as JSON
	 */
	public byte @Nullable [] json() {
		return (this.skip == 0 && this.source instanceof JsonBytes bytes) ? bytes.array() : null;
	}

	/**
	 * Returns the binary data for the placeholders of {@link #json()}.
	 * @return the binary data
	 */
	public List<byte[]> attachments() {
		return (this.source instanceof JsonBytes bytes) ? bytes.attachments() : List.of();
	}

	/**
	 * Returns one argument as a tree.
	 * @param index the position, from 0
	 * @return the argument; a {@code MissingNode} if there are fewer
	 */
	public JsonNode get(int index) {
		List<JsonNode> all = nodes();
		return (index < all.size()) ? all.get(index) : MissingNode.getInstance();
	}

	/**
	 * Binds one argument to a type.
	 * @param <T> the type
	 * @param index the position, from 0
	 * @param type the type
	 * @return the value
	 */
	public <T> T get(int index, Class<T> type) {
		return bind(index, this.codec.mapper().constructType(type));
	}

	/**
	 * Binds one argument to a generic type.
	 * @param <T> the type
	 * @param index the position, from 0
	 * @param type the type
	 * @return the value
	 */
	public <T> T get(int index, TypeReference<T> type) {
		return bind(index, this.codec.mapper().constructType(type));
	}

	/**
	 * Binds all arguments.
	 * @param binding the types
	 * @return the values, one per parameter
	 * @throws ArgumentBindingException if the arguments do not fit the types
	 */
	public @Nullable Object[] bind(ArgumentBinding binding) {
		try (ArgumentReader reader = (this.skip > 0) ? ArgumentReader.event(this.codec, this.source)
				: ArgumentReader.ack(this.codec, this.source)) {
			return reader.bind(binding);
		}
	}

	/**
	 * Returns all arguments as trees.
	 * @return the arguments
	 */
	public List<JsonNode> nodes() {
		List<JsonNode> all = this.nodes;
		if (all == null) {
			all = parse();
			this.nodes = all;
		}
		return all;
	}

	private <T> T bind(int index, JavaType type) {
		return this.codec.mapper().readerFor(type).readValue(nodes().get(index));
	}

	/** Copies the tokens of all arguments. */
	void copyTo(JsonGenerator generator) {
		try (JsonParser parser = open()) {
			while (parser.nextToken() != JsonToken.END_ARRAY) {
				generator.copyCurrentStructure(parser);
			}
		}
	}

	/** Copies the tokens of the first; returns 0, 1, or 2 for more arguments. */
	int copyFirstTo(JsonGenerator generator) {
		try (JsonParser parser = open()) {
			if (parser.nextToken() == JsonToken.END_ARRAY) {
				return 0;
			}
			generator.copyCurrentStructure(parser);
			return (parser.nextToken() == JsonToken.END_ARRAY) ? 1 : 2;
		}
	}

	/** The parser stands before the first argument. */
	private JsonParser open() {
		JsonParser parser = this.source.open();
		for (int i = 0; i <= this.skip; i++) {
			parser.nextToken();
		}
		return parser;
	}

	private List<JsonNode> parse() {
		List<JsonNode> all = new ArrayList<>(Math.max(0, this.size));
		try (JsonParser parser = open()) {
			while (parser.nextToken() != JsonToken.END_ARRAY) {
				all.add(this.codec.treeReader().readValue(parser));
			}
		}
		return List.copyOf(all);
	}

}
