package io.github.socketiospring;

/**
 * Learns of everything that clients have sent and that could not be handled. A bean of
 * this type takes the place of the one that comes with the starter, which writes the log:
 * at error level what is a fault of the application, at debug level what clients can
 * cause, and the first time at warning level that arguments do not fit a handler.
 * <p>
 * Exceptions are offered to {@code @OnEventException} methods first: what one of them has
 * taken does not get here.
 */
@FunctionalInterface
public interface SocketIOErrorHandler {

	/**
	 * Called where the error has happened: on an event loop or on a thread where handlers
	 * run, so it must not block. The socket's next event waits until it returns.
	 * @param error the error; its names are text of clients, which can cause most errors
	 * as often as they like
	 */
	void handle(SocketIOError error);

	/**
	 * Decides whether the client is told, asked after {@link #handle}. If so, clients of
	 * protocol 1 get an event {@code error} with the name and the message, except for
	 * {@link SocketIOError.Name#EVENT_REFUSED EVENT_REFUSED} and
	 * {@link SocketIOError.Name#HANDLER_FAILED HANDLER_FAILED}; newer clients get
	 * nothing, as their protocol has no such event. With
	 * {@code socketio.handlers.answer-errors}, the acknowledgement that any client waits
	 * for is answered with an object of {@code name} and {@code message}, unless it was
	 * answered before; with {@link SocketIOError.Name#RATE_LIMITED RATE_LIMITED}, it is
	 * so without that.
	 * @param error the error
	 * @return {@code true}, unless overridden
	 */
	default boolean tellsClient(SocketIOError error) {
		return true;
	}

}
