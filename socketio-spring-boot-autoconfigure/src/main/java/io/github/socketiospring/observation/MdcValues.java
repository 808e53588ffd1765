package io.github.socketiospring.observation;

import io.github.socketiospring.Socket;
import io.github.socketiospring.server.event.EventSocket;
import io.github.socketiospring.server.event.LogText;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The values of an event in the logging context (MDC). Text from the client is made safe
 * for logs.
 *
 * @param socket what logs call the socket
 * @param namespace the name of its namespace
 * @param event the name of the event
 */
record MdcValues(String socket, String namespace, String event) {

	/** Where a Reactor context has them. */
	static final String KEY = "socketio.mdc";

	private static final String SOCKET = "socketio.socket";

	private static final String NAMESPACE = "socketio.namespace";

	private static final String EVENT = "socketio.event";

	static MdcValues of(Socket socket, String event) {
		String id = (socket instanceof EventSocket own) ? own.nameInLogs() : LogText.of(socket.id());
		return new MdcValues(id, LogText.of(socket.namespace().name()), event);
	}

	/** Returns what the current thread says, or {@code null} if it handles no event. */
	static @Nullable MdcValues current() {
		String socket = MDC.get(SOCKET);
		String namespace = MDC.get(NAMESPACE);
		String event = MDC.get(EVENT);
		return (socket != null && namespace != null && event != null) ? new MdcValues(socket, namespace, event) : null;
	}

	/** Replaces what the current thread says; {@code null} if it handles no event. */
	static void replace(@Nullable MdcValues values) {
		if (values != null) {
			MDC.put(SOCKET, values.socket);
			MDC.put(NAMESPACE, values.namespace);
			MDC.put(EVENT, values.event);
		}
		else {
			MDC.remove(SOCKET);
			MDC.remove(NAMESPACE);
			MDC.remove(EVENT);
		}
	}

}
