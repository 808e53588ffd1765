package io.github.socketiospring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Gives the observation of a handled event its name and its key values. A bean of this
 * type takes the place of {@link DefaultSocketIOEventObservationConvention}. Called by
 * the thread that starts the observation and by the one that stops it, so it must be safe
 * for use by any thread and must not block.
 */
public interface SocketIOEventObservationConvention extends ObservationConvention<SocketIOEventObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof SocketIOEventObservationContext;
	}

}
