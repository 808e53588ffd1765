package io.github.socketiospring.autoconfigure;

import java.util.function.ToDoubleFunction;

import io.github.socketiospring.adapter.cluster.AdapterCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Counts what servers send each other, and what becomes of it.
 */
final class AdapterMetrics implements MeterBinder {

	private final AdapterCounters adapters;

	AdapterMetrics(AdapterCounters adapters) {
		this.adapters = adapters;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		counter(registry, "published", AdapterCounters::published);
		counter(registry, "refused", AdapterCounters::refused);
		counter(registry, "failed", AdapterCounters::failed);
		FunctionCounter.builder("socketio.adapter.invalid", this.adapters, AdapterCounters::invalid)
			.description("Messages of other servers that were dropped because they are not valid")
			.register(registry);
		Gauge.builder("socketio.adapter.pending", this.adapters, AdapterCounters::pendingBytes)
			.baseUnit("bytes")
			.description("Bytes that wait to be sent, or for an answer")
			.register(registry);
	}

	private void counter(MeterRegistry registry, String result, ToDoubleFunction<AdapterCounters> count) {
		FunctionCounter.builder("socketio.adapter.messages", this.adapters, count)
			.tag("result", result)
			.description("Messages for other servers: published, refused without a connection or beyond the limit, or "
					+ "failed, so that nobody knows whether they arrived")
			.register(registry);
	}

}
