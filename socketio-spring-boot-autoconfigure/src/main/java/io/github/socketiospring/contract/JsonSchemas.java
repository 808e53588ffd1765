package io.github.socketiospring.contract;

import java.util.List;

import io.github.socketiospring.contract.Contract.Argument;
import io.github.socketiospring.contract.Contract.Event;
import io.github.socketiospring.contract.Schema.Formatted;
import io.github.socketiospring.contract.Schema.ListOf;
import io.github.socketiospring.contract.Schema.Literals;
import io.github.socketiospring.contract.Schema.MapOf;
import io.github.socketiospring.contract.Schema.OneOf;
import io.github.socketiospring.contract.Schema.Plain;
import io.github.socketiospring.contract.Schema.Property;
import io.github.socketiospring.contract.Schema.Reference;
import io.github.socketiospring.contract.Schema.Structure;
import io.github.socketiospring.contract.Schema.Tuple;
import io.github.socketiospring.contract.Schema.Without;
import io.github.socketiospring.dispatch.EventDescription.Acknowledgement;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes schemas as JSON Schema, draft 7, as AsyncAPI has it.
 */
final class JsonSchemas {

	private final Contract contract;

	JsonSchemas(Contract contract) {
		this.contract = contract;
	}

	/**
	 * Returns the schema of an event's arguments, an array.
	 */
	ObjectNode arguments(Event event) {
		ObjectNode array = array();
		ArrayNode items = JsonNodeFactory.instance.arrayNode();
		int required = 0;
		for (Argument argument : event.arguments()) {
			items.add(titled(of(argument.schema()), argument.name()));
			if (!argument.optional()) {
				required = items.size();
			}
		}
		Argument rest = event.rest();
		return tuple(array, items, required,
				(rest != null) ? of(rest.schema()) : JsonNodeFactory.instance.booleanNode(false));
	}

	/**
	 * Returns the schema of what an event is acknowledged with, an array.
	 */
	ObjectNode answer(Event event) {
		Schema answer = event.answer();
		if (event.acknowledgement() == Acknowledgement.ANY) {
			return array();
		}
		ArrayNode items = JsonNodeFactory.instance.arrayNode();
		if (answer != null) {
			items.add(of(answer));
		}
		return tuple(array(), items, items.size(), JsonNodeFactory.instance.booleanNode(false));
	}

	/** Nothing beside a reference counts. */
	private static ObjectNode titled(ObjectNode schema, String title) {
		ObjectNode titled = JsonNodeFactory.instance.objectNode().put("title", title);
		if (schema.has("$ref")) {
			titled.putArray("allOf").add(schema);
			return titled;
		}
		return titled.setAll(schema);
	}

	private static ObjectNode array() {
		return JsonNodeFactory.instance.objectNode().put("type", "array");
	}

	/** An empty list of items would say nothing. */
	private static ObjectNode tuple(ObjectNode array, ArrayNode items, int required, JsonNode others) {
		if (items.isEmpty()) {
			if (others.isBoolean()) {
				return array.put("maxItems", 0);
			}
			array.set("items", others);
			return array;
		}
		array.set("items", items);
		array.put("minItems", required);
		array.set("additionalItems", others);
		return array;
	}

	/**
	 * Returns the schema of a value.
	 */
	ObjectNode of(Schema schema) {
		ObjectNode node = JsonNodeFactory.instance.objectNode();
		if (schema instanceof Plain plain) {
			return plain(node, plain);
		}
		if (schema instanceof Formatted formatted) {
			return node.put("type", "string").put("format", formatted.format());
		}
		if (schema instanceof Literals literals) {
			ArrayNode values = node.putArray("enum");
			literals.values().forEach((value) -> values.add(String.valueOf(value)));
			return node;
		}
		if (schema instanceof ListOf list) {
			node.put("type", "array").set("items", of(list.element()));
			return node;
		}
		if (schema instanceof Tuple several) {
			ArrayNode items = JsonNodeFactory.instance.arrayNode();
			several.elements().forEach((each) -> items.add(of(each)));
			return tuple(node.put("type", "array"), items, items.size(), JsonNodeFactory.instance.booleanNode(false));
		}
		if (schema instanceof MapOf map) {
			node.put("type", "object").set("additionalProperties", of(map.value()));
			return node;
		}
		if (schema instanceof OneOf several) {
			ArrayNode each = node.putArray("anyOf");
			several.schemas().forEach((one) -> each.add(of(one)));
			return node;
		}
		if (schema instanceof Structure structure) {
			return object(node, structure, List.of());
		}
		if (schema instanceof Without without) {
			Schema whole = this.contract.types().get(this.contract.names().apply(without.whole().type()));
			return (whole instanceof Structure structure) ? object(node, structure, without.names())
					: node.put("type", "object");
		}
		return node.put("$ref", "#/components/schemas/" + this.contract.names().apply(((Reference) schema).type()));
	}

	private static ObjectNode plain(ObjectNode node, Plain plain) {
		return switch (plain) {
			case STRING -> node.put("type", "string");
			case NUMBER -> node.put("type", "number");
			case INTEGER -> node.put("type", "integer");
			case BOOLEAN -> node.put("type", "boolean");
			case NULL -> node.put("type", "null");
			case READ_BINARY, WRITTEN_BINARY ->
				node.put("type", "string").put("format", "binary").put("description", "A binary attachment.");
			case UNKNOWN -> node;
		};
	}

	private ObjectNode object(ObjectNode node, Structure structure, List<String> without) {
		node.put("type", "object");
		ObjectNode properties = node.putObject("properties");
		ArrayNode required = JsonNodeFactory.instance.arrayNode();
		for (Property property : structure.properties()) {
			if (!without.contains(property.name())) {
				properties.set(property.name(), of(property.schema()));
				if (!property.optional()) {
					required.add(property.name());
				}
			}
		}
		if (!required.isEmpty()) {
			node.set("required", required);
		}
		return node;
	}

}
