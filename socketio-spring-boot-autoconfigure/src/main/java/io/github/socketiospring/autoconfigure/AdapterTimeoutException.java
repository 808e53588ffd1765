package io.github.socketiospring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * An adapter has neither started nor failed.
 */
final class AdapterTimeoutException extends RuntimeException {

	AdapterTimeoutException(Duration limit) {
		super("Socket.IO's adapters have not started within " + PropertyChecks.text(limit));
	}

	/**
	 * Says how to give them more time.
	 */
	static final class Analyzer extends AbstractFailureAnalyzer<AdapterTimeoutException> {

		@Override
		protected @Nullable FailureAnalysis analyze(Throwable rootFailure, AdapterTimeoutException cause) {
			return new FailureAnalysis(cause.getMessage() + ".",
					"Set socketio.adapter.start-timeout to what they need. If the application has an AdapterFactory bean, "
							+ "see that what start() of its adapters returns completes, or fails.",
					cause);
		}

	}

}
