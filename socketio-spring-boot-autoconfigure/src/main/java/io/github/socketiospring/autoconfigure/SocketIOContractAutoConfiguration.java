package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.contract.SocketIOContract;
import io.github.socketiospring.contract.SocketIOContractEndpoint;
import io.github.socketiospring.dispatch.HandlerMethodRegistrar;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Makes the contract of the application's handlers available to builds and through the
 * actuator endpoint.
 */
@AutoConfiguration(after = { SocketIOAutoConfiguration.class, SocketIOServletAutoConfiguration.class })
@ConditionalOnBean(HandlerMethodRegistrar.class)
public final class SocketIOContractAutoConfiguration {

	SocketIOContractAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	SocketIOContract socketIOContract(HandlerMethodRegistrar registrar, ObjectProvider<JsonMapper> mapper,
			Environment environment) {
		return new SocketIOContract(registrar::describe, mapper.getIfAvailable(JsonMapper::shared),
				environment.getProperty("spring.application.name", "Socket.IO server"),
				environment.getProperty("spring.application.version", "1.0.0"));
	}

	/**
	 * With the actuator.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebEndpoint.class, ConditionalOnAvailableEndpoint.class })
	@ConditionalOnAvailableEndpoint(SocketIOContractEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		SocketIOContractEndpoint socketIOContractEndpoint(SocketIOContract contract) {
			return new SocketIOContractEndpoint(contract);
		}

	}

}
