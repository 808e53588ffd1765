package io.github.socketiospring.autoconfigure;

import io.github.socketiospring.actuate.SocketIOInfoContributor;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.server.Inspection;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Adds the Socket.IO server to the application information of Spring Boot's actuator.
 */
@AutoConfiguration(after = { SocketIOAutoConfiguration.class, SocketIOServletAutoConfiguration.class })
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnBean(DefaultSocketIOServer.class)
@ConditionalOnEnabledInfoContributor("socketio")
public final class SocketIOInfoAutoConfiguration {

	SocketIOInfoAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = "socketIOInfoContributor")
	SocketIOInfoContributor socketIOInfoContributor(DefaultSocketIOServer server, SocketIOProperties properties,
			WebStack web) {
		OptionsMapper options = new OptionsMapper(properties);
		return new SocketIOInfoContributor(new Inspection(server).serverId(), web.basePath() + options.path(),
				options.transportsByRevision());
	}

}
