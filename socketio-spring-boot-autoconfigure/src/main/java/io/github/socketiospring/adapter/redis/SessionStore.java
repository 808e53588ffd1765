package io.github.socketiospring.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.adapter.cluster.wire.SessionFormat;
import io.github.socketiospring.codec.json.PacketParseException;
import reactor.core.publisher.Mono;

/**
 * Sockets that may come back, in Redis, where each is forgotten after its time. Safe for
 * use by any thread.
 */
final class SessionStore {

	private final RedisConnections redis;

	private final SessionFormat format;

	private final String prefix;

	private final Set<CompletableFuture<?>> saving = ConcurrentHashMap.newKeySet();

	SessionStore(RedisConnections redis, SessionFormat format, String prefix) {
		this.redis = redis;
		this.format = format;
		this.prefix = prefix;
	}

	private byte[] key(String privateId) {
		return (this.prefix + privateId).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Saves a socket. If Redis does not take it, that is logged, and it cannot come back.
	 * @param time how long it may be away
	 */
	void save(SessionFormat.Stored stored, Duration time) {
		byte[] value = Base64.getEncoder().encode(this.format.write(stored));
		CompletableFuture<?> sending = this.redis.publisher()
			.set(key(stored.session().privateId()), value, time)
			.toCompletableFuture();
		this.saving.add(sending);
		sending.whenComplete((done, ex) -> {
			this.saving.remove(sending);
			if (ex != null) {
				this.redis.unsent().add(() -> "a socket that has gone cannot come back: " + ex.getMessage());
			}
		});
	}

	/**
	 * Completes when all that was to be saved is, or has failed.
	 */
	Mono<Void> saved() {
		return Mono.defer(() -> Mono.fromFuture(
				CompletableFuture.allOf(this.saving.toArray(CompletableFuture[]::new)).exceptionally((ex) -> null)));
	}

	/**
	 * Looks a socket up.
	 * @return the socket; empty if there is none
	 */
	Mono<SessionFormat.Stored> find(String privateId) {
		return Mono.fromCompletionStage(() -> this.redis.publisher().get(key(privateId)))
			.flatMap((value) -> Mono.justOrEmpty(value.flatMap(this::read)))
			.filter((stored) -> stored.session().privateId().equals(privateId));
	}

	/**
	 * Removes a socket.
	 * @return whether it was there; of several who try, one finds it
	 */
	Mono<Boolean> remove(String privateId) {
		return Mono.fromCompletionStage(() -> this.redis.publisher().delete(key(privateId)));
	}

	private Optional<SessionFormat.Stored> read(byte[] value) {
		try {
			return Optional.of(this.format.read(Base64.getDecoder().decode(value)));
		}
		catch (PacketParseException | IllegalArgumentException ex) {
			this.redis.invalid().add(() -> "a stored socket: " + ex.getMessage());
			return Optional.empty();
		}
	}

}
