package io.github.socketiospring.transport.legacy;

import io.github.socketiospring.engine.legacy.LegacyTransport;
import org.jspecify.annotations.Nullable;

/**
 * Represents the path of a request of protocol 1: {@code 1/[transport/sid][/]}.
 *
 * @param transport the transport as the client wrote it, may be empty
 * @param sid the session's id, empty for a handshake
 */
record LegacyPath(String transport, String sid) {

	/**
	 * Takes a path apart.
	 * @param rest what stands behind the engine's path and a slash
	 * @return its parts, or {@code null} if there are too few or too many
	 */
	static @Nullable LegacyPath parse(String rest) {
		String[] parts = rest.split("/", 5);
		boolean closed = parts.length > 1 && parts[parts.length - 1].isEmpty();
		return switch (closed ? parts.length - 1 : parts.length) {
			case 1 -> new LegacyPath("", "");
			case 3 -> parts[2].isEmpty() ? null : new LegacyPath(parts[1], parts[2]);
			default -> null;
		};
	}

	boolean isHandshake() {
		return this.sid.isEmpty();
	}

	@Nullable LegacyTransport type() {
		return LegacyTransport.byWireName(this.transport);
	}

}
