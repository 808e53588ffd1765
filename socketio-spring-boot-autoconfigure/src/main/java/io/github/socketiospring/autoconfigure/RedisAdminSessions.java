package io.github.socketiospring.autoconfigure;

import java.time.Duration;

import io.github.socketiospring.admin.AdminSessions;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/**
 * Sessions in Redis, by the keys of npm's {@code @socket.io/admin-ui}: who has logged in
 * at one server of a cluster has done so at all.
 */
final class RedisAdminSessions implements AdminSessions {

	private static final String PREFIX = "socket.io-admin#";

	private static final Duration VALIDITY = Duration.ofDays(1);

	private final ReactiveStringRedisTemplate redis;

	/**
	 * Creates a store.
	 * @param redis reaches Redis
	 */
	RedisAdminSessions(ReactiveStringRedisTemplate redis) {
		this.redis = redis;
	}

	@Override
	public Mono<Boolean> exists(String id) {
		return this.redis.hasKey(PREFIX + id);
	}

	@Override
	public Mono<Void> save(String id) {
		return this.redis.opsForValue().set(PREFIX + id, "1", VALIDITY).then();
	}

}
