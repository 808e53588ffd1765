package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.transport.flash.FlashPolicyObserver;
import io.github.socketiospring.transport.flash.FlashPolicyServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Serves the Flash socket policy on a port of its own.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "socketio.policy-server.enabled")
class PolicyServerConfiguration {

	@Bean
	@ConditionalOnMissingBean
	FlashPolicyServer socketIOPolicyServer(SocketIOProperties properties, ObjectProvider<SslBundles> bundles,
			ObjectProvider<FlashPolicyObserver> observer) {
		PolicyOptionsMapper options = new PolicyOptionsMapper(properties);
		return new FlashPolicyServer(options.server(bundles.getIfAvailable()), options.policy(),
				observer.getIfAvailable(() -> FlashPolicyObserver.NONE));
	}

	@Bean
	PolicyServerLifecycle socketIOPolicyServerLifecycle(FlashPolicyServer server, SocketIOProperties properties) {
		return new PolicyServerLifecycle(server, properties.policyServer().failFast());
	}

}
