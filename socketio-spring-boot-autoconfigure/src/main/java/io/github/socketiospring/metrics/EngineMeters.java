package io.github.socketiospring.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.engine.EngineWatcher;
import io.github.socketiospring.engine.Traffic;
import io.github.socketiospring.handshake.RequestError;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The meters of connections. Safe for use by any thread.
 */
public final class EngineMeters implements EngineWatcher {

	private static final String OVERFLOW = "max-buffered-bytes";

	private final Meters meters;

	private final Census census;

	private final LimitMeters limits;

	private final Map<ConnectionMeters.ConnectionKind, ConnectionMeters> kinds = new ConcurrentHashMap<>();

	private final Map<RequestError, Counter> refused = new EnumMap<>(RequestError.class);

	private final Map<CloseReason, Counter> closed = new EnumMap<>(CloseReason.class);

	private final Counter upgraded;

	private final Counter upgradeFailed;

	private final Counter heartbeatsLost;

	private final Counter overflows;

	/**
	 * Creates meters.
	 * @param registry where they are registered
	 * @param sessions returns all sessions that are open
	 */
	public EngineMeters(MeterRegistry registry, Supplier<? extends Iterable<? extends EngineSession>> sessions) {
		this.meters = new Meters(registry);
		this.limits = new LimitMeters(this.meters);
		this.census = new Census(sessions, System::nanoTime, new Counting());
		for (RequestError error : RequestError.values()) {
			this.refused.put(error, this.meters.counter(SocketIOMeter.HANDSHAKES_REFUSED, SocketIOMeter.value(error)));
		}
		for (CloseReason reason : CloseReason.values()) {
			this.closed.put(reason, this.meters.counter(SocketIOMeter.DISCONNECTS, SocketIOMeter.value(reason)));
		}
		this.upgraded = this.meters.counter(SocketIOMeter.UPGRADES, "done");
		this.upgradeFailed = this.meters.counter(SocketIOMeter.UPGRADES, "failed");
		this.heartbeatsLost = this.meters.counter(SocketIOMeter.HEARTBEATS_LOST);
		this.overflows = this.meters.counter(SocketIOMeter.BUFFERS_OVERFLOWS);
		this.meters.gauge(SocketIOMeter.BUFFERS, this.census, (census) -> census.take().waiting());
		this.meters.gauge(SocketIOMeter.BUFFERS_LARGEST, this.census, (census) -> census.take().largest());
		this.meters.gauge(SocketIOMeter.BUFFERS_PEAK, this.census, (census) -> census.take().peak());
		this.meters.gauge(SocketIOMeter.POLLS, this.census, (census) -> census.take().polls());
	}

	private ConnectionMeters of(EngineSession session, String transport) {
		return this.kinds.computeIfAbsent(new ConnectionMeters.ConnectionKind(session.revision().name(), transport),
				(kind) -> new ConnectionMeters(this.meters, this.census, kind));
	}

	@Override
	public Traffic traffic() {
		return new CountedTraffic();
	}

	@Override
	public void opened(EngineSession session) {
		of(session, session.transport()).opened();
	}

	@Override
	public void refused(RequestError error) {
		increment(this.refused.get(error));
	}

	@Override
	public void upgraded(EngineSession session, String from) {
		this.upgraded.increment();
		settle(session, from);
	}

	@Override
	public void upgradeFailed(EngineSession session) {
		this.upgradeFailed.increment();
	}

	@Override
	public void closed(EngineSession session, CloseReason reason) {
		increment(this.closed.get(reason));
		if (reason == CloseReason.PING_TIMEOUT) {
			this.heartbeatsLost.increment();
		}
		settle(session, session.transport());
	}

	@Override
	public void limited(String limit) {
		this.limits.reached(limit);
		if (limit.equals(OVERFLOW)) {
			this.overflows.increment();
		}
	}

	private static void increment(@Nullable Counter counter) {
		if (counter != null) {
			counter.increment();
		}
	}

	/** What it has sent and received until now belongs to this transport. */
	private void settle(EngineSession session, String transport) {
		if (session.traffic() instanceof CountedTraffic traffic) {
			traffic.moveTo(of(session, transport));
		}
	}

	/**
	 * Counts connections by what they are.
	 */
	private final class Counting implements Census.Visitor {

		@Override
		public void visit(EngineSession session) {
			String transport = session.transport();
			of(session, transport).count();
			settle(session, transport);
		}

		@Override
		public void end() {
			EngineMeters.this.kinds.values().forEach(ConnectionMeters::counted);
		}

	}

}
