package io.github.socketiospring.codec.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TreeNode;
import tools.jackson.core.tree.ArrayTreeNode;
import tools.jackson.core.tree.ObjectTreeNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets serializers write values and trees to the generator they are given, as with the
 * mapper's own generators. Stateless.
 */
final class MapperWriteContext extends ObjectWriteContext.Base {

	private final JsonMapper mapper;

	private final ObjectWriter writer;

	MapperWriteContext(JsonMapper mapper) {
		this.mapper = mapper;
		this.writer = mapper.writer();
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
	public void writeValue(JsonGenerator generator, @Nullable Object value) {
		this.writer.writeValue(generator, value);
	}

	@Override
	public void writeTree(JsonGenerator generator, @Nullable TreeNode tree) {
		this.writer.writeValue(generator, tree);
	}

}
