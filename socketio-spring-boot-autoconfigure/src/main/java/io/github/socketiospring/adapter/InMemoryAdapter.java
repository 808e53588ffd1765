package io.github.socketiospring.adapter;

import java.time.Duration;
import java.time.InstantSource;

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

	private final Duration memory;

	/**
	 * Creates an adapter that remembers nothing of sockets that have gone.
	 * @param namespace the namespace it serves
	 */
	public InMemoryAdapter(AdapterNamespace namespace) {
		this.namespace = namespace;
		this.recovery = null;
		this.memory = Duration.ZERO;
	}

	/**
	 * Creates an adapter that remembers sockets that have gone, and recent events.
	 * @param namespace the namespace it serves
	 * @param limits how much it remembers
	 * @param time tells the time
	 */
	public InMemoryAdapter(AdapterNamespace namespace, RecoveryLimits limits, InstantSource time) {
		this.namespace = namespace;
		this.recovery = new RecoveryLog(limits, time);
		this.memory = limits.maxAge();
	}

	@Override
	public AdapterHealth health() {
		return HEALTH;
	}

	@Override
	public void send(Command command) {
		if (this.recovery != null && command instanceof Command.Broadcast broadcast && !broadcast.isVolatile()) {
			this.recovery.append(broadcast, this.namespace::deliver);
		}
		else if (command.scope().includesThisServer()) {
			command.applyTo(this.namespace);
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
		return this.memory;
	}

	@Override
	public void persist(SavedSession session) {
		if (this.recovery != null) {
			this.recovery.persist(session);
		}
	}

	@Override
	public Mono<RestoredSession> restore(String privateId, @Nullable String offset) {
		RecoveryLog log = this.recovery;
		return (log != null) ? Mono.fromSupplier(() -> log.restore(privateId, offset)) : Mono.empty();
	}

}
