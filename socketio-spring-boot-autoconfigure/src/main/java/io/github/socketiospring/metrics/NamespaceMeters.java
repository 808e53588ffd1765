package io.github.socketiospring.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.github.socketiospring.AckException;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.server.event.AckWatch;
import io.github.socketiospring.server.event.EventWatch;
import io.github.socketiospring.server.event.NamespaceWatch;
import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * The meters of one namespace, or of a family of namespaces.
 */
final class NamespaceMeters implements NamespaceWatch {

	/** Stands for all names beyond the most that are kept apart. */
	private static final String OTHER = "other";

	private static final String UNKNOWN = "unknown";

	/** Applications may emit what clients have named. */
	private static final int MAX_NAME_LENGTH = 256;

	private final Meters meters;

	private final String namespace;

	private final int maxNames;

	private final LongSupplier time;

	private final LongAdder sockets = new LongAdder();

	private final Counter joined;

	private final Counter refused;

	private final Map<DisconnectReason, Counter> left = new EnumMap<>(DisconnectReason.class);

	private final Map<String, LongAdder> sent = new ConcurrentHashMap<>();

	private final Map<String, EventMeters> received = new ConcurrentHashMap<>();

	private final LongAdder unhandled;

	private final Times waiting;

	private final Times acks;

	private final Sampling ackSampling;

	private final Map<AckException.Reason, Counter> missing = new EnumMap<>(AckException.Reason.class);

	private final Counter failed;

	private final Counter cancelled;

	private final AckWatch untimed = this::unanswered;

	NamespaceMeters(Meters meters, String namespace, int maxNames, LongSupplier time) {
		this.meters = meters;
		this.namespace = namespace;
		this.maxNames = maxNames;
		this.time = time;
		meters.gauge(SocketIOMeter.SOCKETS, this.sockets, LongAdder::doubleValue, namespace);
		this.joined = meters.counter(SocketIOMeter.JOINS, namespace, "joined");
		this.refused = meters.counter(SocketIOMeter.JOINS, namespace, "refused");
		for (DisconnectReason reason : DisconnectReason.values()) {
			this.left.put(reason, meters.counter(SocketIOMeter.LEAVES, namespace, SocketIOMeter.value(reason)));
		}
		this.unhandled = meters.adder(SocketIOMeter.EVENTS_RECEIVED, namespace, UNKNOWN);
		this.waiting = meters.times(SocketIOMeter.EVENTS_WAITING, namespace);
		this.acks = meters.times(SocketIOMeter.ACKS, namespace);
		this.ackSampling = new Sampling(time);
		for (AckException.Reason reason : AckException.Reason.values()) {
			this.missing.put(reason,
					meters.counter(SocketIOMeter.ACKS_MISSING, namespace, SocketIOMeter.value(reason)));
		}
		this.failed = meters.counter(SocketIOMeter.ACKS_MISSING, namespace, "failed");
		this.cancelled = meters.counter(SocketIOMeter.ACKS_MISSING, namespace, "cancelled");
	}

	@Override
	public EventWatch event(String event) {
		return named(this.received, event, this::create);
	}

	private EventMeters create(String event) {
		// A registry has one counter of a name, and it may be an event's own.
		LongAdder count = event.equals(UNKNOWN) ? this.unhandled
				: this.meters.adder(SocketIOMeter.EVENTS_RECEIVED, this.namespace, event);
		return new EventMeters(this.meters, this.namespace, event, count, this.waiting, this.time);
	}

	/**
	 * Neither the number of series nor their size may grow with what somebody invents.
	 */
	private <T> T named(Map<String, T> known, String name, Function<String, T> create) {
		T found = known.get(name);
		if (found != null) {
			return found;
		}
		boolean apart = known.size() < this.maxNames && name.length() <= MAX_NAME_LENGTH;
		return known.computeIfAbsent(apart ? name : OTHER, create);
	}

	@Override
	public void unhandled() {
		this.unhandled.increment();
	}

	@Override
	public void emitted(String event, int receivers) {
		LongAdder count = this.sent.get(event);
		if (count == null) {
			count = named(this.sent, event,
					(name) -> this.meters.adder(SocketIOMeter.EVENTS_SENT, this.namespace, name));
		}
		count.add(receivers);
	}

	@Override
	public AckWatch asked(String event, ContextView context) {
		int weight = this.ackSampling.next();
		return (weight > 0) ? new TimedAck(System.nanoTime(), weight) : this.untimed;
	}

	private void unanswered(@Nullable Throwable exception) {
		if (exception instanceof CancellationException) {
			this.cancelled.increment();
		}
		else if (exception != null) {
			Counter known = (exception instanceof AckException own) ? this.missing.get(own.reason()) : null;
			((known != null) ? known : this.failed).increment();
		}
	}

	@Override
	public void joined() {
		this.sockets.increment();
		this.joined.increment();
	}

	@Override
	public void left(DisconnectReason reason) {
		this.sockets.decrement();
		Counter counter = this.left.get(reason);
		if (counter != null) {
			counter.increment();
		}
	}

	@Override
	public void refused() {
		this.refused.increment();
	}

	/**
	 * A wait for an acknowledgement that is timed.
	 */
	private final class TimedAck implements AckWatch {

		private final long begun;

		private final int weight;

		TimedAck(long begun, int weight) {
			this.begun = begun;
			this.weight = weight;
		}

		@Override
		public void ended(@Nullable Throwable exception) {
			if (exception == null) {
				NamespaceMeters.this.acks.add(System.nanoTime() - this.begun, this.weight);
			}
			unanswered(exception);
		}

	}

}
