package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.adapter.ServerDirectory;
import io.github.socketiospring.transport.forward.ForwardOptions;
import io.github.socketiospring.transport.forward.ForwardedRequests;
import io.github.socketiospring.transport.forward.InternalAddress;
import io.github.socketiospring.transport.forward.ServerIdentity;
import io.github.socketiospring.transport.forward.ServerPresence;
import io.github.socketiospring.transport.forward.SessionForwarder;
import reactor.netty.http.HttpResources;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Hands requests on to the servers that hold their sessions, where the load balancer does
 * not see to it that they get there.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = ForwardingConfiguration.STICKY_SESSIONS, havingValue = false)
class ForwardingConfiguration {

	static final String STICKY_SESSIONS = "socketio.adapter.sticky-sessions";

	private final ForwardOptions options;

	private final InternalAddress address;

	ForwardingConfiguration(SocketIOProperties properties, SocketIOAdapterProperties adapter, Environment environment) {
		ForwardingMapper mapper = new ForwardingMapper(properties, adapter, environment);
		this.options = mapper.forwarding();
		this.address = mapper.internalAddress();
	}

	@Bean
	@ConditionalOnMissingBean
	ServerIdentity socketIOServerIdentity() {
		return new ServerIdentity();
	}

	@Bean
	ForwardedRequests socketIOForwardedRequests(ServerIdentity identity) {
		return new ForwardedRequests(identity);
	}

	@Bean
	@ConditionalOnMissingBean
	SessionForwarder socketIOSessionForwarder(ServerIdentity identity, ObjectProvider<ServerDirectory> directory,
			ObjectProvider<ReactorResourceFactory> resources) {
		ReactorResourceFactory factory = resources.getIfUnique();
		return new SessionForwarder(identity, ForwardingMapper.required(directory), this.options,
				(factory != null) ? factory.getLoopResources() : HttpResources.get());
	}

	@Bean
	ForwardingLifecycle socketIOForwardingLifecycle(ServerIdentity identity, ObjectProvider<ServerDirectory> directory,
			SessionForwarder forwarder, WebStack web) {
		return new ForwardingLifecycle(new ServerPresence(identity, ForwardingMapper.required(directory)), forwarder,
				this.address, web.server());
	}

}
