package io.github.socketiospring.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.server.event.EventWatcher;
import io.github.socketiospring.server.event.NamespaceWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The meters of namespaces, sockets and events. Safe for use by any thread.
 */
public final class ServerMeters implements EventWatcher {

	/** Applications name them, and could do so without end. */
	private static final int MAX_NAMESPACES = 1_000;

	private static final String OTHER = "other";

	private final Meters meters;

	private final int maxEventNames;

	private final LongSupplier time;

	private final LimitMeters limits;

	private final Map<SocketIOError.Name, Counter> errors = new EnumMap<>(SocketIOError.Name.class);

	/** Kept: a namespace that comes again goes on counting. */
	private final Map<String, NamespaceMeters> namespaces = new ConcurrentHashMap<>();

	/**
	 * Creates meters.
	 * @param registry where they are registered
	 * @param maxEventNames how many names of events of one namespace are told apart
	 * @param time the time, which changes every hundredth of a second
	 */
	public ServerMeters(MeterRegistry registry, int maxEventNames, LongSupplier time) {
		this.meters = new Meters(registry);
		this.maxEventNames = maxEventNames;
		this.time = time;
		this.limits = new LimitMeters(this.meters);
		for (SocketIOError.Name name : SocketIOError.Name.values()) {
			this.errors.put(name, this.meters.counter(SocketIOMeter.ERRORS, SocketIOMeter.value(name)));
		}
	}

	@Override
	public NamespaceWatch namespace(String name) {
		String key = (this.namespaces.size() < MAX_NAMESPACES || this.namespaces.containsKey(name)) ? name : OTHER;
		return this.namespaces.computeIfAbsent(key,
				(created) -> new NamespaceMeters(this.meters, created, this.maxEventNames, this.time));
	}

	@Override
	public void reported(SocketIOError error) {
		Counter counter = this.errors.get(error.name());
		if (counter != null) {
			counter.increment();
		}
	}

	@Override
	public void limited(String limit) {
		this.limits.reached(limit);
	}

}
