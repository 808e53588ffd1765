package io.github.socketiospring.adapter.redis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.RecoveryLimits;
import io.github.socketiospring.adapter.cluster.wire.MessageCodec;
import io.github.socketiospring.adapter.cluster.wire.MessageLimits;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.testkit.RedisServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Adapters of several servers, over one Redis that runs as long as this is open.
 */
public final class RedisFactories implements AutoCloseable {

	private static final JsonCodec JSON = new JsonCodec(JsonMapper.shared(), JsonLimits.DEFAULTS);

	private final RedisServer redis = RedisServer.start();

	private final LettuceConnectionFactory connections = new LettuceConnectionFactory("127.0.0.1", this.redis.port());

	private final RedisOptions options;

	private final @Nullable RecoveryLimits recovery;

	/** By the server's id. */
	private final Map<String, RedisAdapters> adapters = new ConcurrentHashMap<>();

	private RedisFactories(RedisOptions.Kind kind, RedisOptions.SubscriptionMode mode,
			@Nullable RecoveryLimits recovery) {
		this.options = options(kind, mode, TestClients.MAX_BYTES);
		this.recovery = recovery;
		this.connections.afterPropertiesSet();
	}

	/**
	 * Starts Redis. No room has a channel of its own, so that what is emitted to a room
	 * arrives even if a socket of another server has joined it just now.
	 * @param kind the adapter, as {@code socketio.adapter.type} names it
	 */
	public static RedisFactories start(String kind) {
		return new RedisFactories(switch (kind) {
			case "REDIS_SHARDED" -> RedisOptions.Kind.SHARDED;
			case "REDIS_STREAMS" -> RedisOptions.Kind.STREAMS;
			default -> RedisOptions.Kind.PUB_SUB;
		}, RedisOptions.SubscriptionMode.STATIC, null);
	}

	/** Starts Redis, where rooms have channels of their own. */
	static RedisFactories sharded() {
		return new RedisFactories(RedisOptions.Kind.SHARDED, RedisOptions.SubscriptionMode.DYNAMIC, null);
	}

	/**
	 * Starts Redis, with a stream from which clients recover.
	 * @param limits how much they may have missed
	 */
	public static RedisFactories recovering(RecoveryLimits limits) {
		return new RedisFactories(RedisOptions.Kind.STREAMS, RedisOptions.SubscriptionMode.DYNAMIC, limits);
	}

	/** Returns the server of Redis. */
	public RedisServer redis() {
		return this.redis;
	}

	static RedisOptions options(RedisOptions.Kind kind, long maxPendingBytes) {
		return options(kind, RedisOptions.SubscriptionMode.DYNAMIC, maxPendingBytes);
	}

	private static RedisOptions options(RedisOptions.Kind kind, RedisOptions.SubscriptionMode mode,
			long maxPendingBytes) {
		return new RedisOptions(kind, "socket.io", false, mode,
				new RedisOptions.Stream("socket.io", 10_000, 100, "sio:session:", false), true, Duration.ofSeconds(20),
				maxPendingBytes);
	}

	/** Makes the adapter of a namespace; each server has connections of its own. */
	public Adapter create(AdapterNamespace namespace) {
		return this.adapters.computeIfAbsent(namespace.serverId(), (id) -> adapters()).create(namespace);
	}

	private RedisAdapters adapters() {
		RedisAdapters made = new RedisAdapters(this.connections, new MessageCodec(JSON, MessageLimits.DEFAULTS), JSON,
				this.options);
		return (this.recovery != null) ? made.recovering(this.recovery, InstantSource.system()) : made;
	}

	@Override
	public void close() {
		this.adapters.values().forEach(RedisAdapters::close);
		this.connections.destroy();
		this.redis.close();
	}

}
