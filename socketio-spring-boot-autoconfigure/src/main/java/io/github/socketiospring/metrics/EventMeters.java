package io.github.socketiospring.metrics;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import io.github.socketiospring.server.event.Arrival;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventTarget;
import io.github.socketiospring.server.event.EventWatch;
import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The meters of one event of a namespace.
 */
final class EventMeters implements EventWatch {

	private final LongAdder received;

	private final Counter failed;

	private final Times handling;

	/** Of all events of the namespace. */
	private final Times waiting;

	private final Sampling sampling;

	/** Of listeners, and of those for coming and going. */
	private final Sampling otherSampling;

	EventMeters(Meters meters, String namespace, String event, LongAdder received, Times waiting, LongSupplier time) {
		this.received = received;
		this.failed = meters.counter(SocketIOMeter.HANDLERS_FAILED, namespace, event);
		this.handling = meters.times(SocketIOMeter.HANDLERS, namespace, event);
		this.waiting = waiting;
		this.sampling = new Sampling(time);
		this.otherSampling = new Sampling(time);
	}

	@Override
	public @Nullable Arrival arrived() {
		this.received.increment();
		int weight = this.sampling.next();
		return (weight > 0) ? new Arrival(System.nanoTime(), weight) : null;
	}

	@Override
	public @Nullable Publisher<?> call(EventCall call, EventTarget target) throws Throwable {
		Arrival arrival = call.arrival();
		if (arrival == null) {
			return untimed(call, target);
		}
		long begun = System.nanoTime();
		this.waiting.add(begun - arrival.nanos(), arrival.weight());
		return timed(call, target, begun, arrival.weight());
	}

	@Override
	public @Nullable Publisher<?> callOther(EventCall call, EventTarget target) throws Throwable {
		int weight = this.otherSampling.next();
		return (weight > 0) ? timed(call, target, System.nanoTime(), weight) : untimed(call, target);
	}

	private @Nullable Publisher<?> untimed(EventCall call, EventTarget target) throws Throwable {
		Publisher<?> result;
		try {
			result = target.handle(call);
		}
		catch (Throwable ex) {
			this.failed.increment();
			throw ex;
		}
		if (result instanceof Mono<?> mono) {
			return mono.doOnError((exception) -> this.failed.increment());
		}
		return (result != null) ? Flux.from(result).doOnError((exception) -> this.failed.increment()) : null;
	}

	private @Nullable Publisher<?> timed(EventCall call, EventTarget target, long begun, int weight) throws Throwable {
		Publisher<?> result;
		try {
			result = untimed(call, target);
		}
		catch (Throwable ex) {
			this.handling.add(System.nanoTime() - begun, weight);
			throw ex;
		}
		if (result == null) {
			this.handling.add(System.nanoTime() - begun, weight);
			return null;
		}
		Runnable end = () -> this.handling.add(System.nanoTime() - begun, weight);
		return (result instanceof Mono<?> mono) ? mono.doFinally((signal) -> end.run())
				: Flux.from(result).doFinally((signal) -> end.run());
	}

}
