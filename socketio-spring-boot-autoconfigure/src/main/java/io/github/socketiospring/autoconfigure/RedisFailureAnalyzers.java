package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.adapter.redis.RedisUnreachableException;
import io.github.socketiospring.adapter.redis.UnsupportedRedisException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explain why servers cannot reach each other through Redis.
 */
final class RedisFailureAnalyzers {

	private RedisFailureAnalyzers() {
	}

	/**
	 * Redis does not answer.
	 */
	static final class Unreachable extends AbstractFailureAnalyzer<RedisUnreachableException> {

		@Override
		protected @Nullable FailureAnalysis analyze(Throwable rootFailure, RedisUnreachableException cause) {
			return new FailureAnalysis(cause.getMessage() + ".",
					"Start Redis, or set spring.data.redis.* to where it is and to a user who may publish, subscribe "
							+ "and, with redis-streams, read and write the stream. If it only takes longer, raise "
							+ "socketio.adapter.start-timeout. With socketio.adapter.fail-fast=false "
							+ "the application starts all the same, and reaches the other servers as soon as Redis lets "
							+ "it.",
					cause);
		}

	}

	/**
	 * Redis is reached in a way that cannot carry messages.
	 */
	static final class Unsupported extends AbstractFailureAnalyzer<UnsupportedRedisException> {

		@Override
		protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnsupportedRedisException cause) {
			return new FailureAnalysis(cause.getMessage() + ".", cause.action(), cause);
		}

	}

}
