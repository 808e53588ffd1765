package io.github.socketiospring.test.autoconfigure;

import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.autoconfigure.SocketIOServletAutoConfiguration;
import io.github.socketiospring.test.SocketIOTestClient;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * The test client's builder.
 */
@AutoConfiguration(after = { SocketIOAutoConfiguration.class, SocketIOServletAutoConfiguration.class })
public final class SocketIOTestClientAutoConfiguration {

	SocketIOTestClientAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	SocketIOTestClient.Builder socketIOTestClientBuilder(ApplicationContext context) {
		return SocketIOTestClient.bindTo(context);
	}

}
