package io.github.socketiospring.server.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.InvalidPayloadException;
import io.github.socketiospring.InvalidPayloadException.Violation;
import io.github.socketiospring.SocketIOError;
import org.jspecify.annotations.Nullable;

/**
 * What clients are told of arguments that are not valid: which fields, and what is wrong
 * with them, as far as anybody reads.
 */
final class ToldViolations {

	private static final int MAX = 20;

	private static final int MAX_MESSAGE_LENGTH = 300;

	private static final int MAX_FIELD_LENGTH = 200;

	private ToldViolations() {
	}

	/**
	 * Returns the message of an error.
	 * @param name what kind of error it is
	 * @param exception what was thrown, if anything
	 */
	static String message(SocketIOError.Name name, @Nullable Throwable exception) {
		List<Violation> violations = of(exception);
		if (violations.isEmpty()) {
			return name.message();
		}
		StringBuilder message = new StringBuilder(name.message());
		String separator = ": ";
		for (Violation violation : violations) {
			message.append(separator).append(violation.field()).append(' ').append(violation.message());
			separator = "; ";
		}
		return LogText.of(message.toString(), MAX_MESSAGE_LENGTH);
	}

	/**
	 * Returns the details of an error: a map for each violation.
	 */
	static List<Map<String, String>> details(@Nullable Throwable exception) {
		return of(exception).stream().map(ToldViolations::details).toList();
	}

	private static Map<String, String> details(Violation violation) {
		Map<String, String> details = new LinkedHashMap<>();
		details.put("field", LogText.of(violation.field(), MAX_FIELD_LENGTH));
		details.put("message", LogText.of(violation.message(), MAX_MESSAGE_LENGTH));
		return details;
	}

	private static List<Violation> of(@Nullable Throwable exception) {
		return (exception instanceof InvalidPayloadException invalid)
				? invalid.violations().stream().limit(MAX).toList() : List.of();
	}

}
