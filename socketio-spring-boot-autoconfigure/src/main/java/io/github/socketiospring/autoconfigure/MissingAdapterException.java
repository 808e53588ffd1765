package io.github.socketiospring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * The configuration asks for an adapter that cannot be made.
 */
final class MissingAdapterException extends RuntimeException {

	private static final String OR_ALONE = " Or leave out socketio.adapter.type if this is the only server.";

	private final String action;

	MissingAdapterException(String type, String reason, String action) {
		super("socketio.adapter.type is '" + type + "', and " + reason);
		this.action = action;
	}

	static MissingAdapterException redis(String type) {
		return new MissingAdapterException(type,
				"there is nothing that could reach Redis: Spring Data Redis with Lettuce is not on the class path",
				"Add spring-boot-starter-data-redis and set spring.data.redis.*." + OR_ALONE);
	}

	static MissingAdapterException postgres() {
		return new MissingAdapterException("postgres",
				"there is nothing that could reach PostgreSQL: its JDBC driver is not on the class path",
				"Add org.postgresql:postgresql and spring-boot-starter-jdbc, and set spring.datasource.*." + OR_ALONE);
	}

	/**
	 * Says what is missing.
	 */
	static final class Analyzer extends AbstractFailureAnalyzer<MissingAdapterException> {

		@Override
		protected @Nullable FailureAnalysis analyze(Throwable rootFailure, MissingAdapterException cause) {
			return new FailureAnalysis(cause.getMessage() + ".", cause.action, cause);
		}

	}

}
