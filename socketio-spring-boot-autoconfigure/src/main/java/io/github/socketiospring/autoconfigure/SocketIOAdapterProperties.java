package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * How the servers of a cluster reach each other.
 *
 * @param type What carries messages to other servers.
 * @param prefix Beginning of the names of all Redis channels, the same on all servers.
 * @param requestTimeout How long to wait for answers of other servers if the code sets no
 * time-out.
 * @param failFast Whether the application does not start if other servers cannot be
 * reached. If not, it starts alone and joins them as soon as it can.
 * @param startTimeout How long the start waits for Redis or PostgreSQL before it fails.
 * @param maxMessageSize Largest message accepted from another server; larger ones are
 * dropped.
 * @param maxPendingBytes Most bytes on their way to Redis or PostgreSQL; what is emitted
 * beyond it does not reach other servers.
 * @param specificResponseChannel With redis, whether answers go only to the server that
 * has asked, not to all servers.
 * @param subscriptionMode With redis-sharded, which rooms have channels of their own.
 * @param streams Settings of redis-streams.
 * @param postgres Settings of postgres.
 * @param stickySessions Whether the load balancer sends all requests of a session to one
 * server. If not, servers hand requests on to the one that holds the session.
 * @param internalAddress Address to which other servers hand requests on: a host, a port
 * with a colon in front, or both; by default, this machine's address and the web server's
 * port.
 * @param forwarding Requests that are handed on to other servers.
 */
@ConfigurationProperties("socketio.adapter")
public record SocketIOAdapterProperties(@DefaultValue("memory") Type type, @DefaultValue("socket.io") String prefix,
		@DefaultValue("5s") @DurationUnit(ChronoUnit.MILLIS) Duration requestTimeout,
		@DefaultValue("true") boolean failFast,
		@DefaultValue("15s") @DurationUnit(ChronoUnit.MILLIS) Duration startTimeout,
		@DefaultValue("16000000B") DataSize maxMessageSize, @DefaultValue("16000000B") DataSize maxPendingBytes,
		@DefaultValue("false") boolean specificResponseChannel,
		@DefaultValue("dynamic") SubscriptionMode subscriptionMode, @DefaultValue Streams streams,
		@DefaultValue Postgres postgres, @DefaultValue("true") boolean stickySessions, @Nullable String internalAddress,
		@DefaultValue Forwarding forwarding) {

	/**
	 * What carries messages.
	 */
	public enum Type {

		/** Nothing: this server is alone. */
		MEMORY,

		/** Redis Pub/Sub, as npm's @socket.io/redis-adapter. */
		REDIS,

		/** Sharded Pub/Sub of Redis 7, as createShardedAdapter of the same package. */
		REDIS_SHARDED,

		/** A Redis stream, as npm's @socket.io/redis-streams-adapter. */
		REDIS_STREAMS,

		/** Notifications of PostgreSQL, as npm's @socket.io/postgres-adapter. */
		POSTGRES;

		String propertyValue() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

		boolean isRedis() {
			return this != MEMORY && this != POSTGRES;
		}

	}

	/**
	 * Which rooms have channels of their own.
	 */
	public enum SubscriptionMode {

		/** None: all servers receive all messages. */
		STATIC,

		/** All but those that look like the id of a socket. */
		DYNAMIC,

		/** All. */
		DYNAMIC_PRIVATE

	}

	/**
	 * Settings of redis-streams.
	 *
	 * @param name Name of the stream.
	 * @param maxLength How many messages the stream keeps, about.
	 * @param readCount Most messages that are read at a time.
	 * @param sessionPrefix Beginning of the keys of sockets that may come back.
	 * @param sharded Whether questions and answers use sharded Pub/Sub.
	 */
	public record Streams(@DefaultValue("socket.io") String name, @DefaultValue("10000") int maxLength,
			@DefaultValue("100") int readCount, @DefaultValue("sio:session:") String sessionPrefix,
			@DefaultValue("false") boolean sharded) {
	}

	/**
	 * Settings of postgres.
	 *
	 * @param channelPrefix Beginning of the names of all channels, the same on all
	 * servers.
	 * @param tableName Table of messages that are binary or too large for a notification.
	 * It may have a schema before it.
	 * @param createTable Whether the table is made at start if there is none.
	 * @param payloadThreshold Largest message that is sent without the table.
	 * @param cleanupInterval How long messages stay in the table, and how often old ones
	 * are deleted.
	 * @param heartbeatInterval How often a server that has nothing else to say shows that
	 * it is there.
	 * @param heartbeatTimeout After which silence a server counts as gone.
	 */
	public record Postgres(@DefaultValue("socket.io") String channelPrefix,
			@DefaultValue("socket_io_attachments") String tableName, @DefaultValue("true") boolean createTable,
			@DefaultValue("8000B") DataSize payloadThreshold,
			@DefaultValue("30s") @DurationUnit(ChronoUnit.MILLIS) Duration cleanupInterval,
			@DefaultValue("5s") @DurationUnit(ChronoUnit.MILLIS) Duration heartbeatInterval,
			@DefaultValue("10s") @DurationUnit(ChronoUnit.MILLIS) Duration heartbeatTimeout) {
	}

	/**
	 * Requests that are handed on to other servers.
	 *
	 * @param connectTimeout How long connecting to another server may take.
	 * @param maxConnections Most connections to one other server at the same time; each
	 * poll and each WebSocket that is handed on takes one.
	 */
	public record Forwarding(@DefaultValue("2s") @DurationUnit(ChronoUnit.MILLIS) Duration connectTimeout,
			@DefaultValue("10000") int maxConnections) {
	}

}
