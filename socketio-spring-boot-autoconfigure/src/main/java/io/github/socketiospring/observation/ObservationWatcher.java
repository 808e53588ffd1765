package io.github.socketiospring.observation;

import io.github.socketiospring.server.event.AckWatch;
import io.github.socketiospring.server.event.EventWatcher;
import io.github.socketiospring.server.event.NamespaceWatch;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Observes handlers, and waits for acknowledgements.
 */
public final class ObservationWatcher implements EventWatcher {

	private static final SocketIOEventObservationConvention EVENTS = new DefaultSocketIOEventObservationConvention();

	private static final SocketIOAckObservationConvention ACKS = new DefaultSocketIOAckObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable SocketIOEventObservationConvention events;

	private final @Nullable SocketIOAckObservationConvention acks;

	/**
	 * Creates a watcher.
	 * @param registry takes the observations
	 * @param events the application's convention for events, if it has one
	 * @param acks the application's convention for acknowledgements, if it has one
	 */
	public ObservationWatcher(ObservationRegistry registry, @Nullable SocketIOEventObservationConvention events,
			@Nullable SocketIOAckObservationConvention acks) {
		this.registry = registry;
		this.events = events;
		this.acks = acks;
	}

	@Override
	public NamespaceWatch namespace(String name) {
		return new ObservedNamespace(this, name);
	}

	/**
	 * Creates the observation of an event.
	 * @return the observation, which observes nothing if nobody wants to know
	 */
	Observation observation(SocketIOEventObservationContext context) {
		return SocketIOObservationDocumentation.EVENT.observation(this.events, EVENTS, () -> context, this.registry);
	}

	boolean isNoop() {
		return this.registry.isNoop();
	}

	/**
	 * Begins to observe the wait for an acknowledgement.
	 * @param subscriber may have the parent
	 */
	AckWatch asked(String namespace, String event, ContextView subscriber) {
		SocketIOAckObservationContext context = new SocketIOAckObservationContext(namespace, event);
		Observation observation = SocketIOObservationDocumentation.ACK.observation(this.acks, ACKS, () -> context,
				this.registry);
		if (observation.isNoop()) {
			return AckWatch.NONE;
		}
		// Otherwise it is that of the thread.
		if (subscriber.getOrDefault(ObservationThreadLocalAccessor.KEY, null) instanceof Observation parent) {
			observation.parentObservation(parent);
		}
		return new ObservedAck(observation.start(), context);
	}

}
