package io.github.socketiospring.autoconfigure;

import java.time.Duration;

import io.github.socketiospring.adapter.ServerDirectory;
import io.github.socketiospring.transport.forward.ForwardOptions;
import io.github.socketiospring.transport.forward.InternalAddress;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Turns the properties of requests that are handed on into options, and refuses values
 * that cannot work.
 */
final class ForwardingMapper {

	private static final String STICKY_SESSIONS = "adapter.sticky-sessions";

	private static final String INTERNAL_ADDRESS = "adapter.internal-address";

	/** What an answer may take beyond the time that its poll may wait. */
	private static final Duration MARGIN = Duration.ofSeconds(5);

	private static final Duration MAX_IDLE = Duration.ofSeconds(30);

	private static final Duration DEFAULT_IDLE = Duration.ofSeconds(60);

	private final SocketIOProperties properties;

	private final SocketIOAdapterProperties adapter;

	private final Environment environment;

	ForwardingMapper(SocketIOProperties properties, SocketIOAdapterProperties adapter, Environment environment) {
		this.properties = properties;
		this.adapter = adapter;
		this.environment = environment;
	}

	ForwardOptions forwarding() {
		SocketIOAdapterProperties.Forwarding forwarding = this.adapter.forwarding();
		return new ForwardOptions(
				PropertyChecks.positive("adapter.forwarding.connect-timeout", forwarding.connectTimeout()),
				longestSilence().plus(MARGIN), this.properties.upgradeTimeout(),
				PropertyChecks.atLeast(1, "adapter.forwarding.max-connections", forwarding.maxConnections()),
				idleTimeout());
	}

	/** A client whose poll has no answer in this time is taken for dead by its server. */
	private Duration longestSilence() {
		SocketIOProperties.Legacy legacy = this.properties.legacy();
		Duration current = this.properties.pingInterval().plus(this.properties.pingTimeout());
		Duration old = (legacy.pollingDuration().compareTo(legacy.heartbeatTimeout()) > 0) ? legacy.pollingDuration()
				: legacy.heartbeatTimeout();
		return (current.compareTo(old) > 0) ? current : old;
	}

	/** Well below what the other server, which is configured as this one, waits. */
	private Duration idleTimeout() {
		SocketIOProperties.HttpTimeouts timeouts = this.properties.httpTimeouts();
		Duration server = new NettyPort(this.environment).idleTimeout();
		Duration own = timeouts.enabled() ? timeouts.idle() : DEFAULT_IDLE;
		Duration half = ((server != null) ? server : own).dividedBy(2);
		return (half.compareTo(MAX_IDLE) < 0) ? half : MAX_IDLE;
	}

	InternalAddress internalAddress() {
		String text = this.adapter.internalAddress();
		InternalAddress address = (text != null) ? InternalAddress.parse(text) : InternalAddress.DEFAULT;
		if (address == null) {
			throw PropertyChecks.invalid(INTERNAL_ADDRESS, String.valueOf(text),
					"Write a host, a port, or both, such as 10.0.0.7, :8080 or [fd00::7]:8080, without a scheme");
		}
		String tls = new NettyPort(this.environment).tlsProperty();
		if (address.port() == 0 && tls != null) {
			throw PropertyChecks.invalid(STICKY_SESSIONS, false,
					"Requests are handed on by plain HTTP, and this web server speaks TLS only. Let the load balancer "
							+ "end TLS and remove " + tls
							+ ", or name the port of a proxy beside this server that takes " + "plain HTTP: socketio."
							+ INTERNAL_ADDRESS + "=:8081");
		}
		return address;
	}

	static ServerDirectory required(ObjectProvider<ServerDirectory> directory) {
		ServerDirectory found = directory.getIfUnique();
		if (found == null) {
			throw PropertyChecks.invalid(STICKY_SESSIONS, false,
					"The servers must know of each other. Use a Redis adapter (socketio.adapter.type=redis), or define "
							+ "a bean of type " + ServerDirectory.class.getName());
		}
		return found;
	}

	static InvalidConfigurationPropertyValueException otherServer(String server) {
		return PropertyChecks.invalid(STICKY_SESSIONS, false, "Requests can be handed on only where the web server is "
				+ "Reactor Netty, and this one is " + server
				+ ". Remove the other server's starter and put spring-boot-starter-reactor-netty in its place, or make "
				+ "the load balancer sticky and remove this property");
	}

}
