package io.github.socketiospring.adapter.redis;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.adapter.cluster.FaultLog;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The connections of one server, which all of its namespaces use. They are opened when
 * the first namespace needs them. Safe for use by any thread.
 */
final class RedisConnections {

	private final RedisClients clients;

	private final RedisPublisher publisher;

	private final RedisSubscriber subscriber;

	private final boolean failFast;

	private final Duration startTimeout;

	private final FaultLog unsent = new FaultLog("A message does not reach other servers");

	private final FaultLog invalid = new FaultLog("A message that another server has published is dropped");

	private @Nullable CompletableFuture<Void> started;

	private @Nullable CompletionStage<Void> publisherStarted;

	RedisConnections(RedisClients clients, RedisOptions options) {
		this.clients = clients;
		this.publisher = new RedisPublisher(clients, options.maxPendingBytes());
		this.subscriber = new RedisSubscriber(clients);
		this.failFast = options.failFast();
		this.startTimeout = options.startTimeout();
	}

	RedisClients clients() {
		return this.clients;
	}

	RedisPublisher publisher() {
		return this.publisher;
	}

	RedisSubscriber subscriber() {
		return this.subscriber;
	}

	/** Counts what has come and is not valid. */
	FaultLog invalid() {
		return this.invalid;
	}

	/** Counts what could not be sent. */
	FaultLog unsent() {
		return this.unsent;
	}

	/**
	 * Opens the connections, if that has not been done.
	 * @param subscriptions complete when what is needed is subscribed to
	 * @return completes when all that is there, or at once if the server may start
	 * without
	 */
	Mono<Void> open(CompletionStage<?>... subscriptions) {
		CompletableFuture<Void> all = all(start(), all(subscriptions));
		if (!this.failFast) {
			all.whenComplete((done, ex) -> {
				if (ex != null) {
					this.unsent.add(() -> "no subscription: " + LinkHealth.reasonOf(ex));
				}
			});
			return Mono.empty();
		}
		return orUnreachable(all);
	}

	/**
	 * Opens the connections that are needed to send, and waits for them unless the
	 * application may start without.
	 */
	void connect() {
		CompletableFuture<Void> connected = all(startPublisher());
		if (this.failFast) {
			orUnreachable(connected).block();
		}
	}

	/**
	 * Fails with the first of them. Nobody is told of what fails afterwards, and whoever
	 * gives it up leaves the parts alone, which others wait for, too.
	 */
	private static CompletableFuture<Void> all(CompletionStage<?>... parts) {
		CompletableFuture<?>[] futures = Stream.of(parts)
			.map(CompletionStage::toCompletableFuture)
			.toArray(CompletableFuture<?>[]::new);
		CompletableFuture<Void> all = CompletableFuture.allOf(futures);
		for (CompletableFuture<?> part : futures) {
			part.whenComplete((done, ex) -> {
				if (ex != null) {
					all.completeExceptionally(ex);
				}
			});
		}
		return all;
	}

	private Mono<Void> orUnreachable(CompletableFuture<Void> connected) {
		return Mono.fromFuture(connected.orTimeout(this.startTimeout.toNanos(), TimeUnit.NANOSECONDS))
			.onErrorMap(TimeoutException.class, (ex) -> unreachable(reason()))
			.onErrorMap(RedisException.class, (ex) -> unreachable(LinkHealth.reasonOf(ex)));
	}

	private String reason() {
		String reason = this.publisher.health().and(this.subscriber.health()).reason();
		return (reason != null) ? reason : "there was no answer in time";
	}

	private RedisUnreachableException unreachable(String reason) {
		return new RedisUnreachableException(this.clients.target(), reason);
	}

	private synchronized CompletionStage<Void> start() {
		CompletableFuture<Void> once = this.started;
		if (once == null) {
			once = CompletableFuture.allOf(startPublisher().toCompletableFuture(),
					this.subscriber.start().toCompletableFuture());
			this.started = once;
		}
		return once;
	}

	private synchronized CompletionStage<Void> startPublisher() {
		CompletionStage<Void> once = this.publisherStarted;
		if (once == null) {
			once = this.publisher.start();
			this.publisherStarted = once;
		}
		return once;
	}

	/**
	 * Takes note of how sending ends.
	 * @return the same stage
	 */
	<T> CompletionStage<T> sent(CompletionStage<T> sending) {
		sending.whenComplete((result, ex) -> {
			if (ex != null && !isLossOfConnection(ex)) {
				this.unsent.add(() -> String.valueOf(ex.getMessage()));
			}
		});
		return sending;
	}

	/** Returns {@code false} if something has been refused at once. */
	static boolean isTaken(CompletionStage<?> sending) {
		return !sending.toCompletableFuture().isCompletedExceptionally();
	}

	/** It has been logged, once for all that is lost with it. */
	private static boolean isLossOfConnection(Throwable ex) {
		return (ex instanceof RefusedException refused) ? refused.reason() != RefusedException.Reason.OVERLOADED
				: ex instanceof CancellationException
						|| (ex instanceof RedisException && !(ex instanceof RedisCommandExecutionException));
	}

	AdapterHealth health() {
		LinkHealth health = this.publisher.health().and(this.subscriber.health());
		return new AdapterHealth(health.connected(), health.connected() ? "Redis"
				: "no connection to Redis since " + health.since() + ": " + health.reason());
	}

	/**
	 * Sends what was published, and closes everything.
	 */
	synchronized void close() {
		this.publisher.close();
		this.subscriber.close();
		this.clients.close();
	}

}
