package io.github.socketiospring.engine;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of transport a client can ask for by name.
 */
public enum TransportType {

	/** HTTP long-polling of Engine.IO, by XHR, fetch or JSONP. */
	POLLING,

	/** A WebSocket (RFC 6455). */
	WEBSOCKET,

	/** Protocol 1: a WebSocket of the Flash player. */
	FLASHSOCKET,

	/** Protocol 1: a page that never ends, for old Internet Explorers. */
	HTMLFILE,

	/** Protocol 1: an answer of many parts, for old Firefoxes. */
	XHR_MULTIPART,

	/** Protocol 1: HTTP long-polling by XHR. */
	XHR_POLLING,

	/** Protocol 1: HTTP long-polling by scripts and forms. */
	JSONP_POLLING;

	/** The transports of Engine.IO. */
	public static final List<TransportType> ENGINE_IO = List.of(POLLING, WEBSOCKET);

	/** The transports of protocol 1, the preferred first. */
	public static final List<TransportType> LEGACY = List.of(WEBSOCKET, FLASHSOCKET, HTMLFILE, XHR_MULTIPART,
			XHR_POLLING, JSONP_POLLING);

	private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

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
	public static @Nullable TransportType byWireName(@Nullable String name) {
		for (TransportType type : values()) {
			if (type.wireName.equals(name)) {
				return type;
			}
		}
		return null;
	}

}
