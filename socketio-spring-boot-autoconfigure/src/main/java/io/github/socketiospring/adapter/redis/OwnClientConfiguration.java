package io.github.socketiospring.adapter.redis;

import java.time.Duration;
import java.util.Optional;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.resource.ClientResources;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * The application's configuration of Lettuce, changed so that nothing is ever sent twice:
 * connections do not reconnect, and {@link RedisLink} opens new ones.
 *
 * @param application the application's configuration
 * @param resources the resources of our clients
 * @param times how long an attempt to connect may take
 */
record OwnClientConfiguration(LettuceClientConfiguration application, ClientResources resources,
		RedisTimes times) implements LettuceClientConfiguration {

	@Override
	public Optional<ClientOptions> getClientOptions() {
		ClientOptions options = this.application.getClientOptions().orElseGet(ClientOptions::create);
		ClientOptions.Builder builder = (options instanceof ClusterClientOptions cluster)
				? cluster.mutate().topologyRefreshOptions(withoutTimers(cluster)) : options.mutate();
		return Optional.of(builder.autoReconnect(false)
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.replayFilter((command) -> true)
			// A timer for each command would cost more than the command.
			.timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
			.maintNotificationsConfig(MaintNotificationsConfig.disabled())
			.socketOptions(socketOptions(options.getSocketOptions()))
			.build());
	}

	/** {@link ClusterTopology} says when the topology is read again. */
	private static ClusterTopologyRefreshOptions withoutTimers(ClusterClientOptions options) {
		return ClusterTopologyRefreshOptions.builder()
			.dynamicRefreshSources(options.getTopologyRefreshOptions().useDynamicRefreshSources())
			.disableAllAdaptiveRefreshTriggers()
			.closeStaleConnections(false)
			.build();
	}

	private SocketOptions socketOptions(SocketOptions options) {
		SocketOptions.Builder builder = options.mutate();
		if (options.getConnectTimeout().compareTo(this.times.connect()) > 0) {
			builder.connectTimeout(this.times.connect());
		}
		return options.isKeepAlive() ? builder.build() : builder.keepAlive(true).build();
	}

	@Override
	public Duration getCommandTimeout() {
		// It is how long a new connection may take to introduce itself, too.
		Duration timeout = this.application.getCommandTimeout();
		return (timeout.isZero() || timeout.compareTo(this.times.connect()) > 0) ? this.times.connect() : timeout;
	}

	@Override
	public Optional<ReadFrom> getReadFrom() {
		// What a replica says may be old.
		return Optional.empty();
	}

	@Override
	public boolean isUseSsl() {
		return this.application.isUseSsl();
	}

	@Override
	public boolean isVerifyPeer() {
		return this.application.isVerifyPeer();
	}

	@Override
	public SslVerifyMode getVerifyMode() {
		return this.application.getVerifyMode();
	}

	@Override
	public boolean isStartTls() {
		return this.application.isStartTls();
	}

	@Override
	public Optional<ClientResources> getClientResources() {
		return Optional.of(this.resources);
	}

	@Override
	public Optional<String> getClientName() {
		return this.application.getClientName();
	}

	@Override
	public Optional<RedisCredentialsProviderFactory> getRedisCredentialsProviderFactory() {
		return this.application.getRedisCredentialsProviderFactory();
	}

	@Override
	public Duration getShutdownTimeout() {
		return this.application.getShutdownTimeout();
	}

	@Override
	public Duration getShutdownQuietPeriod() {
		return this.application.getShutdownQuietPeriod();
	}

}
