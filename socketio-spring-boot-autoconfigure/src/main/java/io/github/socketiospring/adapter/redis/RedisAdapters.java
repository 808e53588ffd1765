package io.github.socketiospring.adapter.redis;

import java.time.InstantSource;
import java.util.function.LongConsumer;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.RecoveryLimits;
import io.github.socketiospring.adapter.ServerDirectory;
import io.github.socketiospring.adapter.cluster.AdapterCounters;
import io.github.socketiospring.adapter.cluster.ClusterAdapter;
import io.github.socketiospring.adapter.cluster.ClusterChannel;
import io.github.socketiospring.adapter.cluster.ClusterEmitter;
import io.github.socketiospring.adapter.cluster.ClusterOptions;
import io.github.socketiospring.adapter.cluster.wire.ClassicMessages;
import io.github.socketiospring.adapter.cluster.wire.MessageCodec;
import io.github.socketiospring.adapter.cluster.wire.NodeMessages;
import io.github.socketiospring.adapter.cluster.wire.SessionFormat;
import io.github.socketiospring.codec.json.JsonCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Makes adapters that reach other servers through Redis, Node's among them. All of them
 * share their connections, which are this object's own: those of the application stay as
 * they are.
 */
public final class RedisAdapters implements AdapterFactory, AdapterCounters, AutoCloseable {

	private final RedisOptions options;

	private final MessageCodec codec;

	private final JsonCodec json;

	private final RedisConnections redis;

	private final @Nullable RedisStream stream;

	private @Nullable AdapterFactory recovery;

	/**
	 * Creates adapters. Nothing is connected before one of them starts.
	 * @param application tells how to reach Redis
	 * @param codec reads and writes messages
	 * @param json writes what an emitter emits
	 * @param options how Redis is used
	 * @throws UnsupportedRedisException if that way cannot be used
	 */
	public RedisAdapters(RedisConnectionFactory application, MessageCodec codec, JsonCodec json, RedisOptions options) {
		this(application, codec, json, options, RedisTimes.DEFAULT);
	}

	RedisAdapters(RedisConnectionFactory application, MessageCodec codec, JsonCodec json, RedisOptions options,
			RedisTimes times) {
		this.options = options;
		this.codec = codec;
		this.json = json;
		this.redis = new RedisConnections(RedisClients.of(application, times), options);
		this.stream = (options.kind() == RedisOptions.Kind.STREAMS) ? new RedisStream(this.redis, options.stream())
				: null;
	}

	/**
	 * Has sockets come back that have lost their connections, to any server.
	 * @param limits how long sockets may be away, and how much of what they have missed
	 * is read for one of them
	 * @param time tells the time
	 * @return this
	 * @throws IllegalStateException if there is no stream: only a stream keeps events
	 */
	public RedisAdapters recovering(RecoveryLimits limits, InstantSource time) {
		if (this.stream == null) {
			throw new IllegalStateException("Only redis-streams remembers events");
		}
		this.recovery = (namespace) -> new RecoveringAdapter(namespace,
				streams(namespace.name(), namespace.serverId(), namespace), ClusterOptions.DEFAULTS,
				new SessionStore(this.redis, new SessionFormat(this.codec), this.options.stream().sessionPrefix()),
				limits, time);
		return this;
	}

	@Override
	public Adapter create(AdapterNamespace namespace) {
		AdapterFactory recovering = this.recovery;
		if (recovering != null && !namespace.isFamily()) {
			return recovering.create(namespace);
		}
		return new ClusterAdapter(namespace, channel(namespace.name(), namespace.serverId(), namespace),
				ClusterOptions.DEFAULTS);
	}

	/**
	 * Returns an emitter for processes that need not serve clients. Blocks until there is
	 * a connection, if the start may fail.
	 * @return an emitter
	 * @throws RedisUnreachableException if there is none in time
	 */
	public ClusterEmitter emitter() {
		this.redis.connect();
		return new ClusterEmitter((namespace) -> channel(namespace, ClusterEmitter.ID, null), this.json);
	}

	/**
	 * Returns what the servers know of each other. Blocks until there is a connection, if
	 * the start may fail.
	 * @return the directory
	 * @throws RedisUnreachableException if there is none in time
	 */
	public ServerDirectory directory() {
		this.redis.connect();
		return new RedisServerDirectory(this.redis.publisher(), this.options.prefix());
	}

	private ClusterChannel channel(String name, String serverId, @Nullable AdapterNamespace namespace) {
		return switch (this.options.kind()) {
			case PUB_SUB -> new ClassicChannel(this.redis, new ClassicMessages(this.codec, name, serverId), name,
					serverId, namespace, this.options);
			case SHARDED -> new ShardedChannel(this.redis, new NodeMessages(this.codec, name, serverId), name, serverId,
					namespace, this.options);
			case STREAMS -> streams(name, serverId, namespace);
		};
	}

	private StreamsChannel streams(String name, String serverId, @Nullable AdapterNamespace namespace) {
		if (this.stream == null) {
			throw new IllegalStateException();
		}
		return new StreamsChannel(this.redis, this.stream, new NodeMessages(this.codec, name, serverId, true), name,
				serverId, namespace, this.options);
	}

	@Override
	public long published() {
		return this.redis.publisher().counts().published();
	}

	@Override
	public void timePublishing(LongConsumer nanos) {
		this.redis.publisher().counts().timeWith(nanos);
	}

	@Override
	public long refused() {
		return this.redis.publisher().counts().refused();
	}

	@Override
	public long failed() {
		return this.redis.publisher().counts().failed();
	}

	@Override
	public long invalid() {
		return this.redis.invalid().count();
	}

	@Override
	public long pendingBytes() {
		return this.redis.publisher().counts().pendingBytes();
	}

	/**
	 * Sends what was published, and closes the connections. To be called when all
	 * adapters have stopped.
	 */
	@Override
	public void close() {
		if (this.stream != null) {
			this.stream.close();
		}
		this.redis.close();
	}

}
