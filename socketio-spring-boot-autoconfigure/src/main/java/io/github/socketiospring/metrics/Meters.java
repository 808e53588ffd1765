package io.github.socketiospring.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;

/**
 * Registers meters. Registries refer to what they read weakly, so whoever asks for a
 * meter keeps that.
 *
 * @param registry the application's
 */
record Meters(MeterRegistry registry) {

	/** For what happens all the time: it costs less than a counter of the registry. */
	LongAdder adder(SocketIOMeter meter, String... values) {
		LongAdder adder = new LongAdder();
		counter(meter, adder, LongAdder::doubleValue, values);
		return adder;
	}

	/** For what happens now and then. */
	Counter counter(SocketIOMeter meter, String... values) {
		return Counter.builder(meter.meterName())
			.description(meter.description())
			.tags(tags(meter, values))
			.register(this.registry);
	}

	<T> void counter(SocketIOMeter meter, T state, ToDoubleFunction<T> count, String... values) {
		FunctionCounter.builder(meter.meterName(), state, count)
			.description(meter.description())
			.baseUnit(meter.unit())
			.tags(tags(meter, values))
			.register(this.registry);
	}

	<T> void gauge(SocketIOMeter meter, T state, ToDoubleFunction<T> value, String... values) {
		Gauge.builder(meter.meterName(), state, value)
			.description(meter.description())
			.baseUnit(meter.unit())
			.tags(tags(meter, values))
			.register(this.registry);
	}

	Times times(SocketIOMeter meter, String... values) {
		Times times = new Times(this.registry.config().clock());
		FunctionTimer.builder(meter.meterName(), times, Times::count, Times::totalNanos, TimeUnit.NANOSECONDS)
			.description(meter.description())
			.tags(tags(meter, values))
			.register(this.registry);
		TimeGauge.builder(meter.meterName() + ".max", times, TimeUnit.NANOSECONDS, Times::maxNanos)
			.description("The longest in the last minutes: " + meter.description())
			.tags(tags(meter, values))
			.register(this.registry);
		return times;
	}

	private static Tags tags(SocketIOMeter meter, @Nullable String... values) {
		String[] tags = new String[2 * values.length];
		for (int i = 0; i < values.length; i++) {
			tags[2 * i] = meter.tags().get(i);
			tags[2 * i + 1] = String.valueOf(values[i]);
		}
		return Tags.of(tags);
	}

}
