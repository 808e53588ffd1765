package io.github.socketiospring.server.recovery;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client that comes back gives beside the credentials of its application, in the
 * same object: {@code pid} and {@code offset}. Nothing of it is to be trusted.
 *
 * @param privateId what it says is the secret that it was given
 * @param offset what it says is the last offset that it has received; {@code null} if it
 * has received none
 * @param auth the credentials of its application alone; a {@code MissingNode} if there
 * are none
 */
public record RecoveryCredentials(String privateId, @Nullable String offset, JsonNode auth) {

	private static final String PRIVATE_ID = "pid";

	private static final String OFFSET = "offset";

	/** What this server gives to clients. */
	private static final Pattern PRIVATE_IDS = Pattern.compile("[A-Za-z0-9_-]{20}");

	/** Longer than any adapter's. */
	private static final int MAX_OFFSET_LENGTH = 100;

	/**
	 * Reads what a client gives.
	 * @param data the data of its CONNECT packet, from which they are removed
	 * @return its credentials; {@code null} if it does not say that it comes back, also
	 * where {@code pid} is what no server gives: that is the application's own
	 */
	public static @Nullable RecoveryCredentials of(JsonNode data) {
		if (!(data instanceof ObjectNode object)) {
			return null;
		}
		JsonNode privateId = object.path(PRIVATE_ID);
		if (!privateId.isString() || !PRIVATE_IDS.matcher(privateId.stringValue()).matches()) {
			return null;
		}
		String offset = offset(object.path(OFFSET));
		object.remove(List.of(PRIVATE_ID, OFFSET));
		return new RecoveryCredentials(privateId.stringValue(), offset,
				object.isEmpty() ? MissingNode.getInstance() : object);
	}

	private static @Nullable String offset(JsonNode offset) {
		return (offset.isString() && offset.stringValue().length() <= MAX_OFFSET_LENGTH) ? offset.stringValue() : null;
	}

	/** Without the secrets. */
	@Override
	public String toString() {
		return "RecoveryCredentials[after " + this.offset + "]";
	}

}
