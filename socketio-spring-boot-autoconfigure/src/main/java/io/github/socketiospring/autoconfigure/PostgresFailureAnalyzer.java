package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.adapter.postgres.PostgresFailureException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why servers cannot reach each other through PostgreSQL.
 */
final class PostgresFailureAnalyzer extends AbstractFailureAnalyzer<PostgresFailureException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, PostgresFailureException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", cause.action(), cause);
	}

}
