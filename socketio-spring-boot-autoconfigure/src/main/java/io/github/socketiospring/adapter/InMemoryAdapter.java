package io.github.socketiospring.adapter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The adapter of a server that is alone. Nothing is written as bytes, and what is for
 * other servers goes nowhere.
 */
public final class InMemoryAdapter implements Adapter {

	private static final AdapterHealth HEALTH = new AdapterHealth(true, "in memory");

	private final AdapterNamespace namespace;

	private final @Nullable RecoveryLog recovery;

	/**
	 * Creates an adapter that remembers nothing of sockets that have gone.
	 * @param namespace the namespace it serves
	 */
	public InMemoryAdapter(AdapterNamespace namespace) {
		this.namespace = namespace;
		this.recovery = null;
	}

	InMemoryAdapter(AdapterNamespace namespace, RecoveryLimits limits, InstantSource time, RecoveryBudget budget) {
		this.namespace = namespace;
		this.recovery = namespace.isFamily() ? null : new RecoveryLog(namespace, limits, time, budget);
	}

	/**
	 * Returns what makes adapters that remember sockets that have gone, and recent
	 * events. All together they remember as much as eight namespaces at their limits:
	 * clients may choose the names of thousands. That of a family of namespaces remembers
	 * nothing, since each namespace's own does.
	 * @param limits how much is remembered for each namespace
	 * @param time tells the time
	 * @return the factory, for one server
	 */
	public static AdapterFactory recovering(RecoveryLimits limits, InstantSource time) {
		RecoveryBudget budget = new RecoveryBudget(limits);
		return (namespace) -> new InMemoryAdapter(namespace, limits, time, budget);
	}

	@Override
	public AdapterHealth health() {
		return HEALTH;
	}

	@Override
	public void send(Command command) {
		RecoveryLog log = this.recovery;
		if (log != null && command instanceof Command.Broadcast broadcast && !broadcast.isVolatile()) {
			log.append(broadcast);
		}
		else if (command.scope().includesThisServer()) {
			if (log == null) {
				command.applyTo(this.namespace);
				return;
			}
			// A socket on its way back is in the log, then it is here; one that goes is
			// here,
			// then in the log.
			applyTo(log, command);
			command.applyTo(this.namespace);
			applyTo(log, command);
		}
	}

	private static void applyTo(RecoveryLog log, Command command) {
		if (command instanceof Command.Disconnect disconnect) {
			log.disconnect(disconnect);
		}
		else if (command instanceof Command.Leave leave) {
			log.leave(leave);
		}
		else if (command instanceof Command.Join join) {
			log.join(join);
		}
	}

	@Override
	public <R> Flux<R> request(Request<R> request) {
		return request.scope().includesThisServer() ? request.answerFrom(this.namespace) : Flux.empty();
	}

	@Override
	public Mono<Integer> serverCount() {
		return Mono.just(1);
	}

	@Override
	public Duration memory() {
		return (this.recovery != null) ? this.recovery.memory() : Duration.ZERO;
	}

	@Override
	public Mono<Void> start() {
		return (this.recovery != null) ? Mono.fromRunnable(this.recovery::start) : Mono.empty();
	}

	/**
	 * Forgets all sockets that might have come back, and all events.
	 */
	@Override
	public Mono<Void> stop() {
		return (this.recovery != null) ? Mono.fromRunnable(this.recovery::stop) : Mono.empty();
	}

	@Override
	public boolean recovers() {
		return this.recovery != null;
	}

	@Override
	public String newestOffset() {
		return (this.recovery != null) ? this.recovery.newestOffset() : "";
	}

	@Override
	public void persist(Departure departure) {
		if (this.recovery != null) {
			this.recovery.persist(departure);
		}
		else {
			departure.go();
		}
	}

	@Override
	public void allow(String privateId, @Nullable Set<String> events) {
		if (this.recovery != null) {
			this.recovery.allow(privateId, events);
		}
	}

	@Override
	public void abandon(SavedSession session) {
		if (this.recovery != null) {
			this.recovery.abandon(session);
		}
	}

	@Override
	public Mono<SavedSession> restore(ReturningSocket socket) {
		RecoveryLog log = this.recovery;
		return (log != null) ? Mono.fromSupplier(() -> log.restore(socket)) : Mono.empty();
	}

	@Override
	public Mono<Boolean> resume(SavedSession session, String offset, Entrance entrance) {
		RecoveryLog log = this.recovery;
		return (log != null) ? Mono.fromSupplier(() -> log.resume(session, offset, entrance)) : Mono.just(false);
	}

}
