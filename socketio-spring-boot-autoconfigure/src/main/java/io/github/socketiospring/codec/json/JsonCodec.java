package io.github.socketiospring.codec.json;

import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes the values of events with the application's {@code JsonMapper}, on
 * token streams of its own whose limits the application's configuration cannot lift.
 * Protocol fields never pass through the application's mapper. Safe for use by any
 * thread.
 */
public final class JsonCodec {

	private final JsonMapper mapper;

	private final JsonLimits limits;

	private final ArrayJsonFactory factory;

	private final JsonFactory textFactory;

	private final ObjectReadContext readContext;

	private final ObjectWriteContext writeContext;

	private final ObjectWriter writer;

	private final ArrayWriters arrays = new ArrayWriters(this::arrayWriter);

	private final ObjectWriter protocolWriter = JsonMapper.shared()
		.writer()
		.without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);

	private final ObjectReader treeReader;

	/**
	 * Creates a codec.
	 * @param mapper the application's mapper
	 * @param limits bounds on nesting and numbers
	 */
	public JsonCodec(JsonMapper mapper, JsonLimits limits) {
		this.limits = limits;
		this.mapper = mapper.rebuild()
			.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
			.addModule(new ConstructorModule())
			.build();
		StreamReadConstraints readConstraints = StreamReadConstraints.builder()
			.maxNestingDepth(limits.maxDepth())
			.maxNumberLength(limits.maxNumberLength())
			.maxStringLength(Integer.MAX_VALUE)
			.build();
		JsonFactoryBuilder builder = JsonFactory.builder()
			.recyclerPool(new ThreadRecyclers())
			.streamReadConstraints(readConstraints)
			.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(limits.maxDepth()).build())
			.disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
			.rootValueSeparator((String) null)
			.disable(TokenStreamFactory.Feature.CHARSET_DETECTION);
		this.factory = new ArrayJsonFactory(builder);
		this.textFactory = builder.characterEscapes(new LineSeparatorEscapes()).build();
		this.readContext = new MapperReadContext(this.mapper, readConstraints);
		this.writeContext = new MapperWriteContext(this.mapper);
		this.writer = this.mapper.writer();
		this.treeReader = this.mapper.readerFor(JsonNode.class);
	}

	/**
	 * Starts binding to parameter types.
	 * @param types the types of the parameters that are bound to event arguments, in
	 * order
	 * @return the binding, to be kept
	 */
	public ArgumentBinding binding(List<Type> types) {
		return new ArgumentBinding(types.stream().map(this::readerFor).toList());
	}

	private ArgumentBinding.Parameter readerFor(Type type) {
		JavaType javaType = this.mapper.constructType(type);
		return new ArgumentBinding.Parameter(this.mapper.readerFor(javaType), javaType, isPlainString(javaType));
	}

	/** Whether no module of the application has its own way to read strings. */
	private boolean isPlainString(JavaType type) {
		return type.hasRawClass(String.class) && this.mapper._deserializationContext()
			.findRootValueDeserializer(type)
			.getClass() == StringDeserializer.class;
	}

	/**
	 * Looks for a type of another JSON library in what is read as a type. Jackson would
	 * take it for a bean, and read it without any content. For use at start-up.
	 * @param type the type of a handler's parameter
	 * @return the foreign type, {@code null} if there is none or the mapper has a module
	 * for it
	 */
	public @Nullable Class<?> foreignTypeRead(Type type) {
		return new ForeignTypes(this.mapper).read(this.mapper.constructType(type));
	}

	/**
	 * Looks for a type of another JSON library in what is written as a type. Jackson
	 * would take it for a bean, and write what its getters return. For use at start-up.
	 * @param type the type of a handler's result
	 * @return the foreign type, {@code null} if there is none or the mapper has a module
	 * for it
	 */
	public @Nullable Class<?> foreignTypeWritten(Type type) {
		return new ForeignTypes(this.mapper).written(this.mapper.constructType(type));
	}

	/**
	 * Looks whether a declared type says more about how its values are written than their
	 * classes do, as it does for arrays, collections and maps whose elements have type
	 * ids.
	 * @param type the type
	 * @return the type, to be kept; {@code null} if values need not be tied to it
	 */
	public @Nullable DeclaredType declared(Type type) {
		JavaType javaType = this.mapper.constructType(type);
		JavaType element = javaType;
		while (element.isContainerType()) {
			element = element.getContentType();
		}
		boolean plain = element == javaType || element.isJavaLangObject()
				|| (element.isFinal() && this.mapper._serializationContext().findTypeSerializer(element) == null);
		return plain ? null : new DeclaredType(this.writer.forType(javaType));
	}

	/**
	 * Reads a single value as a tree.
	 * @param data holds the JSON
	 * @param offset where it begins
	 * @param length its length
	 * @return the value
	 * @throws PacketParseException if that is not exactly one JSON value
	 */
	public JsonNode readTree(byte[] data, int offset, int length) {
		try (JsonParser parser = parser(data, offset, length)) {
			JsonNode node = this.treeReader.readValue(parser);
			if (parser.nextToken() != null) {
				throw new PacketParseException("data after the end of the JSON value");
			}
			return node;
		}
		catch (JacksonException ex) {
			throw PacketParseException.of(ex);
		}
	}

	/**
	 * Converts any value to a tree, as the application's mapper writes it.
	 * @param value the value
	 * @return the tree
	 */
	public JsonNode toTree(@Nullable Object value) {
		return this.mapper.valueToTree(value);
	}

	/**
	 * Binds a tree to a type, as the application's mapper does.
	 * @param <T> the type
	 * @param tree the tree
	 * @param type the type
	 * @return the value
	 * @throws tools.jackson.core.JacksonException if the tree does not fit the type
	 */
	public <T> T convert(JsonNode tree, Class<T> type) {
		return this.mapper.treeToValue(tree, type);
	}

	/**
	 * Writes an array: optionally a first string, then the values.
	 * @param output where to; not closed
	 * @param first the first element, such as an event's name, or {@code null} for none
	 * @param values the other elements
	 * @param attachments collects the binary data, which is written as placeholders
	 * @throws tools.jackson.core.JacksonException if a value cannot be written
	 */
	public void writeArray(OutputStream output, @Nullable String first, List<? extends @Nullable Object> values,
			List<byte[]> attachments) {
		if (values instanceof WrittenArray written) {
			written.writeTo(output, first, attachments);
			return;
		}
		this.arrays.write(output, first, values, attachments);
	}

	/**
	 * Writes a value of the protocol itself, the same whatever the application's mapper
	 * does; binary data as base64.
	 * @param output where to; not closed
	 * @param value the value
	 * @throws tools.jackson.core.JacksonException if the value cannot be written
	 */
	public void writeValue(OutputStream output, @Nullable Object value) {
		try (JsonGenerator generator = new Base64Generator(
				this.factory.createGenerator(ObjectWriteContext.empty(), output), () -> {
				})) {
			this.protocolWriter.writeValue(generator, value);
		}
	}

	private ArrayWriter arrayWriter() {
		ArrayWriter.Target target = new ArrayWriter.Target();
		return new ArrayWriter(this.writer, target, this.factory.createGenerator(this.writeContext, target));
	}

	/**
	 * Opens an output for a protocol without binary data, which is written as base64.
	 * U+2028 and U+2029 are escaped: JavaScript before 2019 takes them for line ends.
	 * @param output where to; not closed
	 * @param onBinary is told whenever binary data is written
	 * @return a generator, to be closed
	 */
	public JsonGenerator textGenerator(OutputStream output, Runnable onBinary) {
		return new Base64Generator(this.textFactory.createGenerator(this.writeContext, output), onBinary);
	}

	/**
	 * Writes a value as the application's mapper does.
	 * @param generator where to
	 * @param value the value
	 * @throws tools.jackson.core.JacksonException if the value cannot be written
	 */
	public void write(JsonGenerator generator, @Nullable Object value) {
		DeclaredType.TypedValue.write(generator, value, this.writer);
	}

	/**
	 * Opens JSON for reading, within this codec's limits.
	 * @param data holds the JSON
	 * @param offset where it begins
	 * @param length its length
	 * @return a parser, to be closed
	 */
	public JsonParser parser(byte[] data, int offset, int length) {
		return this.factory.createParser(this.readContext, data, offset, length);
	}

	/** As {@link #parser}, but with what {@link #recycle} has given back. */
	JsonParser takeParser(byte[] data, int offset, int length) {
		return this.factory.takeParser(this.readContext, data, offset, length);
	}

	void recycle(JsonParser parser) {
		this.factory.recycle(parser);
	}

	/**
	 * Returns what deserializers need of a parser, for parsers of other formats.
	 * @return the context
	 */
	public ObjectReadContext readContext() {
		return this.readContext;
	}

	/**
	 * Opens JSON text for reading, within this codec's limits.
	 * @param text the JSON
	 * @return a parser, to be closed
	 */
	public JsonParser parser(String text) {
		byte[] data = text.getBytes(StandardCharsets.UTF_8);
		return parser(data, 0, data.length);
	}

	/**
	 * Returns what serializers need of a generator, for generators of other formats.
	 * @return the context
	 */
	public ObjectWriteContext writeContext() {
		return this.writeContext;
	}

	/**
	 * Returns the bounds on what is read and written, for other formats.
	 * @return the bounds
	 */
	public JsonLimits limits() {
		return this.limits;
	}

	JsonMapper mapper() {
		return this.mapper;
	}

	ObjectReader treeReader() {
		return this.treeReader;
	}

}
