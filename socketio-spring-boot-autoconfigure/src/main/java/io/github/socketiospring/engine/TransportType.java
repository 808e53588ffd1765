package io.github.socketiospring.engine;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of transport a client can ask for by name.
 */
public enum TransportType {

	/** HTTP long-polling, by XHR, fetch or JSONP. */
	POLLING,

	/** A WebSocket (RFC 6455). */
	WEBSOCKET;

	private final String wireName = name().toLowerCase(Locale.ROOT);

	/**
	 * Returns the name clients use.
	 * @return the name, in lower case
	 */
	public String wireName() {
		return this.wireName;
	}

	/**
	 * Finds a transport by the name clients use.
	 * @param name the name, may be {@code null}
	 * @return the transport, or {@code null} if there is none of that name
	 */
	static @Nullable TransportType byWireName(@Nullable String name) {
		for (TransportType type : values()) {
			if (type.wireName.equals(name)) {
				return type;
			}
		}
		return null;
	}

}
