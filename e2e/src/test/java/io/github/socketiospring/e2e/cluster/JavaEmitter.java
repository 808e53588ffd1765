package io.github.socketiospring.e2e.cluster;

import io.github.socketiospring.SocketIOEmitter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An emitter in an application that serves nobody.
 */
final class JavaEmitter implements ClusterSender {

	private final ConfigurableApplicationContext context;

	/**
	 * Starts an application.
	 * @param properties such as {@code socketio.adapter.type=redis}
	 */
	JavaEmitter(String... properties) {
		this.context = new SpringApplicationBuilder(Application.class, PostgresSource.class)
			.web(WebApplicationType.NONE)
			.properties("spring.config.name=test-server", "spring.main.register-shutdown-hook=false")
			.properties(properties)
			.run();
	}

	private SocketIOEmitter select(Selected selected) {
		SocketIOEmitter emitter = this.context.getBean(SocketIOEmitter.class).of(selected.namespace());
		if (!selected.rooms().isEmpty()) {
			emitter = emitter.to(selected.rooms().toArray(String[]::new));
		}
		return selected.except().isEmpty() ? emitter : emitter.except(selected.except().toArray(String[]::new));
	}

	@Override
	public void emit(Selected selected, String event, @Nullable Object... arguments) {
		if (selected.flags().containsKey("volatile")) {
			select(selected).volatileEmit(event, arguments);
		}
		else {
			select(selected).emit(event, arguments);
		}
	}

	@Override
	public void socketsJoin(Selected selected, String... rooms) {
		select(selected).socketsJoin(rooms);
	}

	@Override
	public void socketsLeave(Selected selected, String... rooms) {
		select(selected).socketsLeave(rooms);
	}

	@Override
	public void disconnectSockets(Selected selected, boolean close) {
		select(selected).disconnectSockets(close);
	}

	@Override
	public void serverSideEmit(String namespace, String event, @Nullable Object... arguments) {
		select(Selected.all(namespace)).serverSideEmit(event, arguments);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Override
	public String toString() {
		return "SocketIOEmitter";
	}

	/**
	 * The application.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
