package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.observation.MdcAccessor;
import io.github.socketiospring.observation.MdcWatcher;
import io.micrometer.context.ContextRegistry;
import org.slf4j.MDC;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Puts the event that a handler handles into the logging context (MDC).
 */
@AutoConfiguration(after = { SocketIOAutoConfiguration.class, SocketIOServletAutoConfiguration.class })
@ConditionalOnClass(MDC.class)
@ConditionalOnBean(SocketIOProperties.class)
@ConditionalOnBooleanProperty(name = "socketio.handlers.mdc")
public final class SocketIOMdcAutoConfiguration {

	SocketIOMdcAutoConfiguration() {
	}

	/** Outside of all others: they may log, too. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnMissingBean
	MdcWatcher socketIOMdcWatcher() {
		return new MdcWatcher();
	}

	/**
	 * Reactive handlers may go on elsewhere.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ContextRegistry.class)
	static class ContextPropagationConfiguration {

		@Bean
		SmartInitializingSingleton socketIOMdcPropagation() {
			return MdcAccessor::register;
		}

	}

}
