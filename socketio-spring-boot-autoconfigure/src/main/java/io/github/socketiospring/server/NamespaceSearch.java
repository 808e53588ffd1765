package io.github.socketiospring.server;

import java.time.Duration;

import io.github.socketiospring.engine.TimerWheel;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the families that are asked about the namespace of a client.
 */
final class NamespaceSearch extends LimitedStep<NamespaceMatch> {

	private final Join join;

	NamespaceSearch(Join join, TimerWheel timers) {
		super(timers);
		this.join = join;
	}

	@Override
	void answered(@Nullable NamespaceMatch match) {
		if (match != null) {
			this.join.found(match);
		}
		else {
			this.join.notFound(null);
		}
	}

	@Override
	void failed(Throwable exception) {
		this.join.notFound(exception);
	}

	@Override
	void timedOut(Duration timeout) {
		this.join.undecided();
	}

}
