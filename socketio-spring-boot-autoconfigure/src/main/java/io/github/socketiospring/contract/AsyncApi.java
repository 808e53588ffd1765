package io.github.socketiospring.contract;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.socketiospring.contract.Contract.Event;
import io.github.socketiospring.contract.Contract.Space;
import io.github.socketiospring.dispatch.EventDescription.Acknowledgement;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a contract as an AsyncAPI 3 document, seen from the server: it receives what
 * clients emit. Each namespace is a channel, each event a message whose payload is the
 * array of its arguments, each acknowledgement a reply.
 */
final class AsyncApi {

	private static final Pattern NOT_IN_IDS = Pattern.compile("[^\\w.-]+");

	private final Contract contract;

	private final JsonSchemas schemas;

	private final ObjectNode channels = JsonNodeFactory.instance.objectNode();

	private final ObjectNode operations = JsonNodeFactory.instance.objectNode();

	private final ObjectNode messages = JsonNodeFactory.instance.objectNode();

	private final Map<String, Set<String>> taken = new HashMap<>();

	private AsyncApi(Contract contract) {
		this.contract = contract;
		this.schemas = new JsonSchemas(contract);
	}

	/**
	 * Writes a contract.
	 * @param contract the contract
	 * @param title the name of the application
	 * @param version its version
	 * @return JSON; its lines end with a line feed
	 */
	static String write(Contract contract, String title, String version) {
		return new AsyncApi(contract).document(title, version).toPrettyString().replace("\r\n", "\n") + "\n";
	}

	private ObjectNode document(String title, String version) {
		this.contract.namespaces().forEach(this::channel);
		ObjectNode document = JsonNodeFactory.instance.objectNode();
		document.put("asyncapi", "3.0.0");
		document.putObject("info")
			.put("title", title)
			.put("version", version)
			.put("description", "Socket.IO: a channel is a namespace, a message an event, and its payload the array "
					+ "of the event's arguments. A reply is the acknowledgement.");
		document.put("defaultContentType", "application/json");
		document.set("channels", this.channels);
		document.set("operations", this.operations);
		ObjectNode components = document.putObject("components");
		components.set("messages", this.messages);
		ObjectNode types = components.putObject("schemas");
		this.contract.types().forEach((name, schema) -> types.set(name, this.schemas.of(schema)));
		return document;
	}

	private void channel(Space space) {
		String id = id("channels", space.name().equals("/") ? "root" : space.name());
		ObjectNode channel = this.channels.putObject(id);
		channel.put("address", space.name());
		ObjectNode known = channel.putObject("messages");
		if (!space.variables().isEmpty()) {
			ObjectNode parameters = channel.putObject("parameters");
			space.variables().forEach(parameters::putObject);
		}
		space.received().forEach((event) -> operation("receive", id, known, event));
		List<Event> emitted = space.emitted();
		if (emitted != null) {
			emitted.forEach((event) -> operation("send", id, known, event));
		}
	}

	private void operation(String action, String channel, ObjectNode known, Event event) {
		String id = id("operations", channel + "." + action + "." + event.name());
		String message = message(channel, known, id, event.name(), this.schemas.arguments(event));
		ObjectNode operation = this.operations.putObject(id).put("action", action);
		operation.putObject("channel").put("$ref", "#/channels/" + channel);
		operation.putArray("messages").addObject().put("$ref", message);
		if (event.acknowledgement() != Acknowledgement.NONE) {
			String answer = message(channel, known, id + ".ack", event.name(), this.schemas.answer(event));
			ObjectNode reply = operation.putObject("reply");
			reply.putObject("channel").put("$ref", "#/channels/" + channel);
			reply.putArray("messages").addObject().put("$ref", answer);
		}
	}

	private String message(String channel, ObjectNode known, String id, String event, ObjectNode payload) {
		String unique = id("messages", id);
		ObjectNode message = this.messages.putObject(unique);
		message.put("name", event);
		message.set("payload", payload);
		known.putObject(unique).put("$ref", "#/components/messages/" + unique);
		return "#/channels/" + channel + "/messages/" + unique;
	}

	/** What can be a key of the document, and part of a reference. */
	private String id(String kind, String text) {
		String plain = NOT_IN_IDS.matcher(text).replaceAll("-");
		String trimmed = plain.replaceAll("^-+|-+$", "");
		return TypeNames.unique(trimmed.isEmpty() ? "_" : trimmed,
				this.taken.computeIfAbsent(kind, (key) -> new HashSet<>()));
	}

}
