package io.github.socketiospring;

import org.jspecify.annotations.Nullable;

/**
 * Something a client has sent that could not be handled, with all that is known of it.
 * Immutable.
 *
 * @param name what kind of error it is
 * @param message what went wrong, in words that may be shown to the client: no text of
 * its own, no class names, nothing of the application's
 * @param namespace the namespace; text of the client if there is none of that name
 * @param socket the socket, or {@code null} if the client is not in the namespace
 * @param event the name of the event, text of the client, or {@code null} if it is none;
 * {@code connect}, {@code disconnecting} or {@code disconnect} for the handlers of these,
 * {@code job} for a job
 * @param ack answers the request that went wrong; does nothing if the client wants no
 * answer
 * @param exception what was thrown, or {@code null} if nothing was; not for the client
 */
public record SocketIOError(Name name, String message, String namespace, @Nullable Socket socket,
		@Nullable String event, Ack ack, @Nullable Throwable exception) {

	/**
	 * Returns a text for logs.
	 * @return what went wrong and where; the texts of the client in it are shortened and
	 * have no control characters
	 */
	@Override
	public String toString() {
		return "SocketIOError[" + this.name + " of event " + LoggedText.of(this.event) + " in namespace "
				+ LoggedText.of(this.namespace) + ", socket=" + LoggedText.of(this.socket) + ", exception="
				+ LoggedText.of(this.exception) + "]";
	}

	/**
	 * The kinds of errors. {@link #toString()} gives the name that clients are told.
	 */
	public enum Name {

		/** A client asked to join a namespace that does not exist. */
		NO_SUCH_NAMESPACE("no_such_namespace", "there is no such namespace"),

		/** An event has neither a handler nor a listener. */
		NO_SUCH_METHOD("no_such_method", "nothing handles this event"),

		/** A client of protocol 1 sent an event whose name is reserved. */
		UNALLOWED_EVENT_NAME("unallowed_event_name", "the name of this event is reserved"),

		/** The arguments of an event do not fit its handler, or what a listener reads. */
		INVALID_METHOD_ARGS("invalid_method_args", "the arguments of this event do not fit"),

		/**
		 * A client sent something that is no packet. The connection of a client 1.x to
		 * 4.x ends.
		 */
		INVALID_PACKET("invalid_packet", "the packet cannot be read"),

		/**
		 * The socket's {@link SocketAcl} does not allow the event, or a handler, a
		 * listener or an interceptor has ended with Spring Security's
		 * {@code AccessDeniedException} or an {@code AuthenticationException}, which is
		 * the {@link SocketIOError#exception() exception}.
		 */
		METHOD_ACCESS_DENIED("method_access_denied", "this event is not allowed"),

		/**
		 * The event is beyond a rate limit whose action is {@link RateLimitAction#ERROR
		 * ERROR} or {@link RateLimitAction#DISCONNECT DISCONNECT}. Reported once a second
		 * of each socket at most, however many there are.
		 */
		RATE_LIMITED("rate_limited", "too many events"),

		/** An {@link EventInterceptor} has refused an event. */
		EVENT_REFUSED("event_refused", "the event was refused"),

		/**
		 * A handler, a listener or an interceptor has failed in any other way, which is a
		 * fault of the application.
		 */
		HANDLER_FAILED("handler_failed", "the event could not be handled");

		private final String text;

		private final String message;

		Name(String text, String message) {
			this.text = text;
			this.message = message;
		}

		/**
		 * Returns what {@link SocketIOError#message()} is if nothing more is known.
		 * @return a text that may be shown to clients
		 */
		public String message() {
			return this.message;
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
