package io.github.socketiospring.metrics;

import io.github.socketiospring.adapter.cluster.AdapterCounters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The meters of the adapter: what servers send each other, how long it takes, and what
 * fails.
 */
public final class AdapterMeters implements MeterBinder {

	private final AdapterCounters adapters;

	/**
	 * Creates meters.
	 * @param adapters counts
	 */
	public AdapterMeters(AdapterCounters adapters) {
		this.adapters = adapters;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Meters meters = new Meters(registry);
		meters.counter(SocketIOMeter.ADAPTER_MESSAGES, this.adapters, AdapterCounters::published, "published");
		meters.counter(SocketIOMeter.ADAPTER_MESSAGES, this.adapters, AdapterCounters::refused, "refused");
		meters.counter(SocketIOMeter.ADAPTER_MESSAGES, this.adapters, AdapterCounters::failed, "failed");
		Times times = meters.times(SocketIOMeter.ADAPTER_PUBLISHING);
		this.adapters.timePublishing((nanos) -> times.add(nanos, 1));
		meters.counter(SocketIOMeter.ADAPTER_INVALID, this.adapters, AdapterCounters::invalid);
		meters.gauge(SocketIOMeter.ADAPTER_PENDING, this.adapters, AdapterCounters::pendingBytes);
	}

}
