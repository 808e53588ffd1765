package io.github.socketiospring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Gives the observation of an awaited acknowledgement its name and its key values. A bean
 * of this type takes the place of {@link DefaultSocketIOAckObservationConvention}. Called
 * by the thread that starts the observation and by the one that stops it, so it must be
 * safe for use by any thread and must not block.
 */
public interface SocketIOAckObservationConvention extends ObservationConvention<SocketIOAckObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof SocketIOAckObservationContext;
	}

}
