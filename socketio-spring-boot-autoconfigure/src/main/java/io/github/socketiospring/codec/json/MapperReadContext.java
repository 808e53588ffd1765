package io.github.socketiospring.codec.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TreeNode;
import tools.jackson.core.tree.ArrayTreeNode;
import tools.jackson.core.tree.ObjectTreeNode;
import tools.jackson.core.type.ResolvedType;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets deserializers read values and trees from the parser they are given, as with the
 * mapper's own parsers. Stateless.
 */
final class MapperReadContext extends ObjectReadContext.Base {

	private final JsonMapper mapper;

	private final StreamReadConstraints constraints;

	MapperReadContext(JsonMapper mapper, StreamReadConstraints constraints) {
		this.mapper = mapper;
		this.constraints = constraints;
	}

	@Override
	public StreamReadConstraints streamReadConstraints() {
		return this.constraints;
	}

	@Override
	public ObjectTreeNode createObjectNode() {
		return this.mapper.createObjectNode();
	}

	@Override
	public ArrayTreeNode createArrayNode() {
		return this.mapper.createArrayNode();
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T extends TreeNode> T readTree(JsonParser parser) {
		return (T) this.mapper.readerFor(JsonNode.class).readValue(parser);
	}

	@Override
	public <T> T readValue(JsonParser parser, Class<T> type) {
		return this.mapper.readerFor(type).readValue(parser);
	}

	@Override
	public <T> T readValue(JsonParser parser, TypeReference<T> type) {
		return this.mapper.readerFor(type).readValue(parser);
	}

	@Override
	public <T> T readValue(JsonParser parser, ResolvedType type) {
		return this.mapper.readerFor((JavaType) type).readValue(parser);
	}

}
