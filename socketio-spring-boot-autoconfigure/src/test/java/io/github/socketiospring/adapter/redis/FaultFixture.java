package io.github.socketiospring.adapter.redis;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

import io.github.socketiospring.adapter.FaultKit;
import io.github.socketiospring.adapter.FaultMember;
import io.github.socketiospring.adapter.RecoveryLimits;
import io.github.socketiospring.adapter.cluster.wire.MessageCodec;
import io.github.socketiospring.adapter.cluster.wire.MessageLimits;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.testkit.FaultyProxy;
import io.github.socketiospring.testkit.RedisServer;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Two servers joined by Redis.
 */
abstract class FaultFixture extends FaultKit {

	/** The most that may wait for Redis. */
	static final long MAX_PENDING = 256 * 1024;

	static final int MAX_MESSAGE = 100_000;

	/** A silent connection is noticed soon, but a slow machine is no lost connection. */
	private static final RedisTimes TIMES = new RedisTimes(Duration.ofMillis(200), Duration.ofSeconds(2),
			Duration.ofSeconds(5), Duration.ofMillis(20), Duration.ofMillis(200));

	private static final RecoveryLimits RECOVERY = new RecoveryLimits(Duration.ofMinutes(2), Duration.ofSeconds(45),
			10_000, 10_000, 1_000_000, 100);

	/** Of the kind of the tests that run. */
	private static Cluster running;

	/** What all tests of a kind use. */
	static RedisServer redis;

	@Parameter
	Kind kind;

	FaultFixture() {
		super("Redis");
	}

	/**
	 * The kinds of adapters.
	 */
	enum Kind {

		PUB_SUB, SHARDED, STREAMS,

		/** {@link #STREAMS}, and clients recover. */
		RECOVERING;

		RedisOptions.Kind option() {
			return isStreams() ? RedisOptions.Kind.STREAMS : RedisOptions.Kind.valueOf(name());
		}

		boolean isStreams() {
			return this == STREAMS || this == RECOVERING;
		}

	}

	@BeforeParameterizedClassInvocation
	static void start(Kind kind) throws IOException {
		redis = RedisServer.start();
		FaultyProxy proxy = new FaultyProxy(redis.port());
		running = new Cluster(proxy, member(kind, "one", proxy.port()), member(kind, "two", redis.port()));
	}

	@AfterParameterizedClassInvocation
	static void stop() throws IOException {
		running.close();
		redis.close();
	}

	@Override
	protected Cluster cluster() {
		return running;
	}

	/** Starts a server. */
	static FaultMember member(Kind kind, String name, int port) {
		LettuceConnectionFactory connections = new LettuceConnectionFactory("127.0.0.1", port);
		connections.afterPropertiesSet();
		JsonCodec json = new JsonCodec(JsonMapper.shared(), JsonLimits.DEFAULTS);
		MessageLimits limits = new MessageLimits(MAX_MESSAGE, 100, 100, 100, 100, 10_000);
		RedisAdapters made = new RedisAdapters(connections, new MessageCodec(json, limits), json,
				RedisFactories.options(kind.option(), MAX_PENDING), TIMES);
		boolean recovers = kind == Kind.RECOVERING;
		RedisAdapters adapters = recovers ? made.recovering(RECOVERY, InstantSource.system()) : made;
		return new FaultMember(name, adapters::create, adapters, () -> {
			adapters.close();
			connections.destroy();
		}, "socketio.connection-state-recovery.enabled=" + recovers);
	}

}
