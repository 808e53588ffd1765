package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.cluster.ClusterOptions;
import io.github.socketiospring.adapter.cluster.wire.MessageLimits;
import io.github.socketiospring.adapter.postgres.PostgresOptions;
import io.github.socketiospring.adapter.redis.RedisOptions;

/**
 * Checks the properties of adapters.
 */
final class AdapterOptionsMapper {

	private static final Pattern TABLE = Pattern.compile("(?:[A-Za-z_][A-Za-z0-9_]*\\.)?[A-Za-z_][A-Za-z0-9_]*");

	private final SocketIOAdapterProperties properties;

	AdapterOptionsMapper(SocketIOAdapterProperties properties) {
		this.properties = properties;
	}

	/** Returns how other servers are reached, as the log says it. */
	String describe() {
		String prefix = (this.properties.type() == SocketIOAdapterProperties.Type.POSTGRES)
				? this.properties.postgres().channelPrefix() : this.properties.prefix();
		return this.properties.type().propertyValue() + ", prefix " + prefix;
	}

	Duration requestTimeout() {
		return PropertyChecks.positive("adapter.request-timeout", this.properties.requestTimeout());
	}

	MessageLimits limits() {
		MessageLimits defaults = MessageLimits.DEFAULTS;
		return new MessageLimits(
				(int) PropertyChecks.size("adapter.max-message-size", this.properties.maxMessageSize()),
				defaults.maxRooms(), defaults.maxRoomLength(), defaults.maxEventLength(), defaults.maxAttachments(),
				defaults.maxContainers());
	}

	RedisOptions redis() {
		return new RedisOptions(kind(), notEmpty("adapter.prefix", this.properties.prefix()),
				this.properties.specificResponseChannel(), subscriptionMode(), stream(), this.properties.failFast(),
				PropertyChecks.positive("adapter.start-timeout", this.properties.startTimeout()),
				PropertyChecks.size("adapter.max-pending-bytes", this.properties.maxPendingBytes()));
	}

	private RedisOptions.Kind kind() {
		return switch (this.properties.type()) {
			case REDIS -> RedisOptions.Kind.PUB_SUB;
			case REDIS_SHARDED -> RedisOptions.Kind.SHARDED;
			case REDIS_STREAMS -> RedisOptions.Kind.STREAMS;
			case MEMORY, POSTGRES -> throw new IllegalStateException("no Redis");
		};
	}

	private RedisOptions.SubscriptionMode subscriptionMode() {
		return switch (this.properties.subscriptionMode()) {
			case STATIC -> RedisOptions.SubscriptionMode.STATIC;
			case DYNAMIC -> RedisOptions.SubscriptionMode.DYNAMIC;
			case DYNAMIC_PRIVATE -> RedisOptions.SubscriptionMode.DYNAMIC_PRIVATE;
		};
	}

	private RedisOptions.Stream stream() {
		SocketIOAdapterProperties.Streams streams = this.properties.streams();
		return new RedisOptions.Stream(notEmpty("adapter.streams.name", streams.name()),
				PropertyChecks.atLeast(1, "adapter.streams.max-length", streams.maxLength()),
				PropertyChecks.atLeast(1, "adapter.streams.read-count", streams.readCount()),
				notEmpty("adapter.streams.session-prefix", streams.sessionPrefix()), streams.sharded());
	}

	PostgresOptions postgres() {
		SocketIOAdapterProperties.Postgres postgres = this.properties.postgres();
		return new PostgresOptions(notEmpty("adapter.postgres.channel-prefix", postgres.channelPrefix()), table(),
				postgres.createTable(),
				(int) PropertyChecks.size("adapter.postgres.payload-threshold", postgres.payloadThreshold()),
				PropertyChecks.positive("adapter.postgres.cleanup-interval", postgres.cleanupInterval()),
				new ClusterOptions(
						PropertyChecks.positive("adapter.postgres.heartbeat-interval", postgres.heartbeatInterval()),
						heartbeatTimeout(), ClusterOptions.DEFAULTS.maxTimeout()),
				limits().maxBytes(),
				PropertyChecks.size("adapter.max-pending-bytes", this.properties.maxPendingBytes()),
				this.properties.failFast(),
				PropertyChecks.positive("adapter.start-timeout", this.properties.startTimeout()));
	}

	private String table() {
		String name = this.properties.postgres().tableName();
		if (!TABLE.matcher(name).matches()) {
			throw PropertyChecks.invalid("adapter.postgres.table-name", name,
					"The name of a table has letters, digits and _ only, and may have a schema and a dot before it");
		}
		return name;
	}

	private Duration heartbeatTimeout() {
		String key = "adapter.postgres.heartbeat-timeout";
		Duration interval = this.properties.postgres().heartbeatInterval();
		Duration timeout = PropertyChecks.positive(key, this.properties.postgres().heartbeatTimeout());
		if (timeout.compareTo(interval.multipliedBy(2)) < 0) {
			throw PropertyChecks.invalid(key, PropertyChecks.text(timeout),
					"The time-out must be at least twice socketio.adapter.postgres.heartbeat-interval, which is "
							+ PropertyChecks.text(interval));
		}
		return timeout;
	}

	private static String notEmpty(String key, String value) {
		if (value.isBlank()) {
			throw PropertyChecks.invalid(key, value, "The name must not be empty");
		}
		return value;
	}

}
