package io.github.socketiospring.server.event;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.SocketIOErrorHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Brings errors to the application's handler, and then to the client as far as it is to
 * be told. Safe for use by any thread.
 */
public final class ErrorReports {

	private static final Log logger = LogFactory.getLog(ErrorReports.class);

	/** What is between the application and itself. */
	private static final Set<SocketIOError.Name> INTERNAL = EnumSet.of(SocketIOError.Name.EVENT_REFUSED,
			SocketIOError.Name.HANDLER_FAILED);

	private final SocketIOErrorHandler handler;

	private final boolean answers;

	private final List<EventWatcher> watchers;

	/**
	 * Creates reports.
	 * @param settings who learns of them
	 */
	public ErrorReports(EventSettings settings) {
		this.handler = settings.errorHandler();
		this.answers = settings.answersErrors();
		this.watchers = settings.watchers();
	}

	/**
	 * Reports an error. Does not throw.
	 * @param error the error
	 */
	public void report(SocketIOError error) {
		for (EventWatcher watcher : this.watchers) {
			watcher.reported(error);
		}
		try {
			this.handler.handle(error);
			if (this.handler.tellsClient(error)) {
				tell(error);
			}
		}
		catch (Throwable ex) {
			failed(error, ex);
		}
	}

	/**
	 * Answers who waits for an acknowledgement, if the application lets it know, which it
	 * is not told of: it was of another error of that kind just before. Does not throw.
	 * @param error the error
	 */
	void answer(SocketIOError error) {
		try {
			if (this.handler.tellsClient(error) && error.ack().isRequested()) {
				error.ack().send(answerOf(error));
			}
		}
		catch (Throwable ex) {
			failed(error, ex);
		}
	}

	private static void failed(SocketIOError error, Throwable exception) {
		logger.error("The SocketIOErrorHandler failed at a " + error.name() + " of namespace "
				+ LogText.of(error.namespace()), exception);
	}

	private void tell(SocketIOError error) {
		if (error.socket() instanceof EventSocket socket && !INTERNAL.contains(error.name())) {
			socket.tell(error);
		}
		boolean answers = this.answers || error.name() == SocketIOError.Name.RATE_LIMITED;
		if (answers && error.ack().isRequested()) {
			error.ack().send(answerOf(error));
		}
	}

	private static Map<String, Object> answerOf(SocketIOError error) {
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("name", error.name().toString());
		answer.put("message", error.message());
		List<Map<String, String>> details = ToldViolations.details(error.exception());
		if (!details.isEmpty()) {
			answer.put("errors", details);
		}
		return answer;
	}

}
