package io.github.socketiospring.transport.websocket;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What client and server agree on for permessage-deflate (RFC 7692, 7.1). The rules are
 * those of the reference server's WebSocket library, except that it declines an offer
 * whose window for the server is smaller than configured, and here the smaller one is
 * taken.
 *
 * @param serverNoContextTakeover whether the server compresses each message by itself
 * @param clientNoContextTakeover whether the client does
 * @param serverWindow the server's window, or {@code null} if nobody has asked for one
 * @param clientWindow the client's window, or {@code null} if nobody has asked for one
 */
record DeflateAgreement(boolean serverNoContextTakeover, boolean clientNoContextTakeover,
		@Nullable Integer serverWindow, @Nullable Integer clientWindow) {

	static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";

	static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";

	static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";

	static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";

	/** What clients may ask for, though zlib cannot do it. */
	private static final int MIN_OFFERED_BITS = 8;

	/**
	 * Finds what both can do.
	 * @param offer what the client offers; values are {@code null} where there are none
	 * @param options what the server wants
	 * @param smallWindows whether the server can compress with smaller windows than the
	 * largest
	 * @return the agreement, or {@code null} if the offer is declined
	 */
	static @Nullable DeflateAgreement of(Map<String, ? extends @Nullable String> offer, DeflateOptions options,
			boolean smallWindows) {
		boolean serverNoContext = options.serverNoContextTakeover();
		boolean clientNoContext = options.clientNoContextTakeover();
		int serverLimit = DeflateOptions.MAX_WINDOW_BITS;
		int clientLimit = DeflateOptions.MAX_WINDOW_BITS;
		boolean serverWindow = options.serverMaxWindowBits() < serverLimit;
		boolean clientWindow = false;
		boolean clientCanLimit = false;
		for (Map.Entry<String, ? extends @Nullable String> parameter : offer.entrySet()) {
			String value = parameter.getValue();
			switch (parameter.getKey()) {
				case SERVER_NO_CONTEXT_TAKEOVER -> serverNoContext = true;
				case CLIENT_NO_CONTEXT_TAKEOVER -> clientNoContext = true;
				case SERVER_MAX_WINDOW_BITS -> {
					serverLimit = bits(value);
					serverWindow = true;
				}
				case CLIENT_MAX_WINDOW_BITS -> {
					clientLimit = (value != null) ? bits(value) : clientLimit;
					clientWindow = value != null;
					clientCanLimit = true;
				}
				default -> {
					return null;
				}
			}
			if (value != null && parameter.getKey().endsWith("takeover")) {
				return null;
			}
		}
		int server = Math.min(serverLimit, options.serverMaxWindowBits());
		int client = Math.min(clientLimit, options.clientMaxWindowBits());
		boolean possible = clientLimit > 0 && server >= DeflateOptions.MIN_WINDOW_BITS
				&& (server == DeflateOptions.MAX_WINDOW_BITS || smallWindows)
				&& (clientCanLimit || options.clientMaxWindowBits() == DeflateOptions.MAX_WINDOW_BITS);
		if (!possible) {
			return null;
		}
		boolean limitsClient = clientWindow || options.clientMaxWindowBits() < DeflateOptions.MAX_WINDOW_BITS;
		return new DeflateAgreement(serverNoContext, clientNoContext, serverWindow ? server : null,
				limitsClient ? client : null);
	}

	/** "A decimal integer value without leading zeroes between 8 to 15 inclusive". */
	private static int bits(@Nullable String value) {
		boolean number = value != null && value.matches("[89]|1[0-5]");
		return number ? Integer.parseInt(value) : 0;
	}

	/**
	 * Returns what the client is told.
	 * @return the parameters; values are {@code null} where there are none
	 */
	Map<String, @Nullable String> parameters() {
		Map<String, @Nullable String> parameters = new LinkedHashMap<>();
		if (this.serverNoContextTakeover) {
			parameters.put(SERVER_NO_CONTEXT_TAKEOVER, null);
		}
		if (this.clientNoContextTakeover) {
			parameters.put(CLIENT_NO_CONTEXT_TAKEOVER, null);
		}
		if (this.serverWindow != null) {
			parameters.put(SERVER_MAX_WINDOW_BITS, this.serverWindow.toString());
		}
		if (this.clientWindow != null) {
			parameters.put(CLIENT_MAX_WINDOW_BITS, this.clientWindow.toString());
		}
		return parameters;
	}

}
