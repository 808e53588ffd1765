package io.github.socketiospring.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The transports of protocol 1, as a client reads them.
 */
public enum LegacyTransport {

	WEBSOCKET(LegacyAnswers::webSocket),

	FLASHSOCKET(LegacyAnswers::webSocket),

	/** What the Flash player itself speaks. */
	HIXIE_FLASHSOCKET(LegacyAnswers::hixie),

	HTMLFILE(LegacyAnswers::htmlFile),

	XHR_MULTIPART(LegacyAnswers::multipart),

	XHR_POLLING(LegacyAnswers::poll),

	JSONP_POLLING(LegacyAnswers::scriptPoll);

	/** The client's callback index. */
	static final int INDEX = 17;

	private final Reader reader;

	LegacyTransport(Reader reader) {
		this.reader = reader;
	}

	/** Reads the whole answer to a request, and what it carries. */
	void read(InputStream answer, Consumer<String> payloads) throws IOException {
		this.reader.read(answer, payloads);
	}

	/** The name the client uses. */
	public String wireName() {
		return isHixie() ? FLASHSOCKET.wireName() : name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** Whether this is a WebSocket of draft 76. */
	boolean isHixie() {
		return this == HIXIE_FLASHSOCKET;
	}

	/** Whether each answer ends. */
	public boolean polls() {
		return this == XHR_POLLING || this == JSONP_POLLING;
	}

	public boolean isWebSocket() {
		return this == WEBSOCKET || this == FLASHSOCKET || isHixie();
	}

	/** What a request of a session asks for. */
	String target(String sid) {
		String path = "/socket.io/1/" + wireName() + "/" + sid;
		if (isWebSocket()) {
			return path;
		}
		return path + "?t=1700000000000" + ((this == JSONP_POLLING) ? "&i=" + INDEX : "");
	}

	/** Another transport, which is not always of the same kind. */
	LegacyTransport other() {
		return values()[(ordinal() + 1) % values().length];
	}

	/**
	 * Reads one answer; ends with it.
	 */
	private interface Reader {

		void read(InputStream answer, Consumer<String> payloads) throws IOException;

	}

}
