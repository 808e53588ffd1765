package io.github.socketiospring.engine.legacy;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The transports of protocol 1, which clients name in the path, the preferred first.
 */
public enum LegacyTransport {

	/** A WebSocket (RFC 6455). */
	WEBSOCKET,

	/** A WebSocket of the Flash player. */
	FLASHSOCKET,

	/** A page that never ends, for old Internet Explorers. */
	HTMLFILE,

	/** An answer of many parts, for old Firefoxes. */
	XHR_MULTIPART,

	/** HTTP long-polling by XHR. */
	XHR_POLLING,

	/** HTTP long-polling by scripts and forms. */
	JSONP_POLLING;

	/** All of them, the preferred first. */
	public static final List<LegacyTransport> ALL = List.of(values());

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
	public static @Nullable LegacyTransport byWireName(@Nullable String name) {
		for (LegacyTransport transport : ALL) {
			if (transport.wireName.equals(name)) {
				return transport;
			}
		}
		return null;
	}

}
