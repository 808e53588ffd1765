package io.github.socketiospring.observation;

import io.github.socketiospring.AckException;
import io.github.socketiospring.observation.SocketIOAckObservationContext.Outcome;
import io.github.socketiospring.server.event.AckWatch;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The wait for an acknowledgement.
 *
 * @param observation the observation, which has started
 * @param context its context
 */
record ObservedAck(Observation observation, SocketIOAckObservationContext context) implements AckWatch {

	@Override
	public void ended(@Nullable Throwable exception) {
		Outcome outcome = outcome(exception);
		this.context.setOutcome(outcome);
		if (exception != null && outcome != Outcome.CANCELLED) {
			this.observation.error(exception);
		}
		this.observation.stop();
	}

	private static Outcome outcome(@Nullable Throwable exception) {
		if (exception == null) {
			return Outcome.ANSWERED;
		}
		if (exception == CANCELLED) {
			return Outcome.CANCELLED;
		}
		if (exception instanceof AckException failure) {
			return switch (failure.reason()) {
				case TIMEOUT -> Outcome.TIMEOUT;
				case DISCONNECTED -> Outcome.DISCONNECTED;
				case TOO_MANY_PENDING, NOT_WRITABLE -> Outcome.ERROR;
			};
		}
		return Outcome.ERROR;
	}

}
