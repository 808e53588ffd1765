package io.github.socketiospring.transport.toy;

import java.util.List;

import io.github.socketiospring.engine.EngineListener;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.RevisionChooser;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.engine.Transport;
import io.github.socketiospring.engine.Transports;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Adds the third transport to the application: its row, and its handler.
 */
@Configuration(proxyBeanMethods = false)
class ToyConfiguration {

	@Bean
	EngineServer toyEngine(RevisionChooser revisions, EngineListener listener, TimerWheel timers) {
		EngineOptions defaults = EngineOptions.DEFAULTS;
		Transport polling = new Transport("polling", List.of("websocket", ToyTransportHandler.ROW.name()),
				Transports.POLLING.rule());
		Transports transports = Transports.of(polling, Transports.WEBSOCKET, ToyTransportHandler.ROW);
		EngineOptions options = new EngineOptions(transports, true, defaults.pingInterval(), defaults.pingTimeout(),
				defaults.upgradeTimeout(), defaults.closeTimeout(), defaults.maxMessageSize(),
				defaults.maxPacketsPerPayload(), defaults.maxPacketsPerPoll(), defaults.maxBufferedBytes(),
				defaults.maxSessions(), defaults.maxSessionsPerAddress());
		return new EngineServer(options, revisions, (request) -> Mono.empty(), listener, timers);
	}

	@Bean
	ToyTransportHandler toyTransportHandler(EngineServer engine) {
		return new ToyTransportHandler(engine);
	}

}
