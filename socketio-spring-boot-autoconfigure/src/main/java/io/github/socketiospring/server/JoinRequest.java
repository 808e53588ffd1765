package io.github.socketiospring.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

import io.github.socketiospring.server.event.LogText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client's wish to join a namespace.
 *
 * @param namespace the namespace's name
 * @param auth what the client gives as its credentials; a {@code MissingNode} if nothing
 */
record JoinRequest(String namespace, JsonNode auth) {

	/** As Node.js does, which protects against endless ones. */
	private static final int MAX_PARAMETERS = 1_000;

	/**
	 * Reads a name that may carry a query, the only credentials old clients can give a
	 * namespace.
	 * @param name the name, perhaps with a query
	 * @param auth what to return as credentials if there is no query
	 * @return the request
	 */
	static JoinRequest withQuery(String name, JsonNode auth) {
		int mark = name.indexOf('?');
		return (mark < 0) ? new JoinRequest(name, auth)
				: new JoinRequest(name.substring(0, mark), parse(name.substring(mark + 1)));
	}

	/** Without the credentials. */
	@Override
	public String toString() {
		return "JoinRequest[" + LogText.of(this.namespace) + "]";
	}

	private static ObjectNode parse(String query) {
		ObjectNode parameters = JsonNodeFactory.instance.objectNode();
		String[] fields = query.split("&", MAX_PARAMETERS + 1);
		for (int i = 0; i < Math.min(fields.length, MAX_PARAMETERS); i++) {
			String field = fields[i];
			int equals = field.indexOf('=');
			if (!field.isEmpty()) {
				add(parameters, decode((equals < 0) ? field : field.substring(0, equals)),
						decode((equals < 0) ? "" : field.substring(equals + 1)));
			}
		}
		return parameters;
	}

	/** A parameter that comes more than once has an array of values. */
	private static void add(ObjectNode parameters, String name, String value) {
		JsonNode known = parameters.get(name);
		if (known == null) {
			parameters.put(name, value);
		}
		else if (known instanceof ArrayNode values) {
			values.add(value);
		}
		else {
			parameters.putArray(name).add(known).add(value);
		}
	}

	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

}
