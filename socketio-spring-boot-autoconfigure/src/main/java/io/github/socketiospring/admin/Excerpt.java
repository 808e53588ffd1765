package io.github.socketiospring.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.Arguments;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BinaryNode;

/**
 * Shortens JSON that may be huge: keeps as much as fits, and marks what was left out. For
 * one use.
 */
final class Excerpt {

	/** Of all text together, roughly. */
	static final int MAX_LENGTH = 8000;

	static final int MAX_STRING = 1000;

	private static final int MAX_DEPTH = 10;

	/** What a value without text takes. */
	private static final int VALUE = 8;

	private static final String REST = "[not shown: too much]";

	private int left = MAX_LENGTH;

	private Excerpt() {
	}

	static List<@Nullable Object> of(String event, Arguments arguments) {
		Excerpt excerpt = new Excerpt();
		List<@Nullable Object> shown = new ArrayList<>();
		shown.add(excerpt.text(event));
		for (int i = 0; i < arguments.size(); i++) {
			if (excerpt.isFull()) {
				shown.add(REST);
				break;
			}
			shown.add(excerpt.value(arguments.get(i), 0));
		}
		return shown;
	}

	static Object of(JsonNode tree) {
		Object shown = new Excerpt().value(tree, 0);
		return (shown != null) ? shown : Map.of();
	}

	private boolean isFull() {
		return this.left <= 0;
	}

	private @Nullable Object value(JsonNode node, int depth) {
		if (node instanceof BinaryNode binary) {
			return text("[binary, " + binary.binaryValue().length + " bytes]");
		}
		if (node.isString()) {
			return text(node.stringValue());
		}
		if (node.isContainer()) {
			if (depth == MAX_DEPTH) {
				return text(REST);
			}
			return node.isArray() ? array(node, depth + 1) : object(node, depth + 1);
		}
		this.left -= VALUE;
		return (node.isNull() || node.isMissingNode()) ? null : node;
	}

	private List<@Nullable Object> array(JsonNode array, int depth) {
		List<@Nullable Object> shown = new ArrayList<>();
		for (JsonNode element : array) {
			if (isFull()) {
				shown.add(REST);
				break;
			}
			shown.add(value(element, depth));
		}
		this.left -= VALUE;
		return shown;
	}

	private Map<String, @Nullable Object> object(JsonNode object, int depth) {
		Map<String, @Nullable Object> shown = new LinkedHashMap<>();
		for (Map.Entry<String, JsonNode> entry : object.properties()) {
			if (isFull()) {
				shown.put("…", REST);
				break;
			}
			shown.put(text(entry.getKey()), value(entry.getValue(), depth));
		}
		this.left -= VALUE;
		return shown;
	}

	private String text(String text) {
		int most = Math.max(0, Math.min(MAX_STRING, this.left));
		this.left -= VALUE + Math.min(text.length(), most);
		if (text.length() <= most) {
			return text;
		}
		// Not between the two halves of a character.
		int end = (most > 0 && Character.isHighSurrogate(text.charAt(most - 1))) ? most - 1 : most;
		return text.substring(0, end) + "… [" + text.length() + " characters]";
	}

}
