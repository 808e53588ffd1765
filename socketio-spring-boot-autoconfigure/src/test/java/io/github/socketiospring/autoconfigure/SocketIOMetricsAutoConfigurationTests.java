package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.engine.EngineWatcher;
import io.github.socketiospring.engine.Traffic;
import io.github.socketiospring.metrics.EngineMeters;
import io.github.socketiospring.metrics.PolicyMeters;
import io.github.socketiospring.metrics.ServerMeters;
import io.github.socketiospring.transport.flash.FlashPolicyObserver;
import io.github.socketiospring.transport.flash.FlashPolicyOutcome;
import io.github.socketiospring.transport.flash.FlashPolicyServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOMetricsAutoConfiguration}.
 */
@Timeout(60)
class SocketIOMetricsAutoConfigurationTests {

	private static final String COUNTER = "socketio.policy.connections";

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SocketIOAutoConfiguration.class, SocketIOMetricsAutoConfiguration.class))
		.withPropertyValues("socketio.policy-server.enabled=true", "socketio.policy-server.port=0",
				"socketio.policy-server.host=127.0.0.1");

	private final ReactiveWebApplicationContextRunner withRegistry = this.runner.withBean(MeterRegistry.class,
			SimpleMeterRegistry::new);

	@Test
	void countsConnectionsByOutcome() {
		this.withRegistry.run((context) -> {
			assertThat(context).hasSingleBean(FlashPolicyObserver.class).hasSingleBean(PolicyMeters.class);
			assertThat(context.getBean(MeterRegistry.class).get(COUNTER).counters()).allSatisfy((counter) -> {
				assertThat(counter.getId().getTags()).hasSize(1);
				assertThat(counter.count()).isZero();
			})
				.extracting((counter) -> counter.getId().getTag("outcome"))
				.containsExactlyInAnyOrder("SERVED", "REFUSED", "TIMED_OUT", "OVERLOADED", "ABORTED");

			int port = context.getBean(FlashPolicyServer.class).port();
			send(port, "<policy-file-request/>\0");
			send(port, "<policy-file-request/>\0");
			send(port, "GET");

			awaitCount(context, FlashPolicyOutcome.SERVED, 2);
			awaitCount(context, FlashPolicyOutcome.REFUSED, 1);
			awaitCount(context, FlashPolicyOutcome.ABORTED, 0);
		});
	}

	@Test
	void countsWithBootsRegistry() throws IOException {
		try (TestServer server = TestServer.start(Application.class, "socketio.policy-server.inline=true")) {
			send(server.port(), "<policy-file-request/>\0");

			awaitCount(server.context(), FlashPolicyOutcome.SERVED, 1);
		}
	}

	@Test
	void countsNothingWhereNoPolicyIsServed() {
		this.withRegistry.withPropertyValues("socketio.policy-server.enabled=false")
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).find(COUNTER).meters()).isEmpty());
	}

	@Test
	void backsOffToTheApplicationsObserver() {
		this.withRegistry.withUserConfiguration(OwnObserver.class).run((context) -> {
			assertThat(context).hasSingleBean(FlashPolicyObserver.class).doesNotHaveBean(PolicyMeters.class);

			send(context.getBean(FlashPolicyServer.class).port(), "<policy-file-request/>\0");

			List<FlashPolicyOutcome> outcomes = context.getBean(OwnObserver.class).outcomes;
			Awaitility.await().until(() -> outcomes.equals(List.of(FlashPolicyOutcome.SERVED)));
			assertThat(context.getBean(MeterRegistry.class).find(COUNTER).meters()).isEmpty();
		});
	}

	@Test
	void countsConnectionsAndEvents() {
		this.withRegistry.run((context) -> {
			assertThat(context).hasSingleBean(EngineMeters.class).hasSingleBean(ServerMeters.class);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("socketio.polls").gauge().value()).isZero();
			assertThat(registry.get("socketio.sockets").tag("namespace", "/").gauge().value()).isZero();
		});
	}

	@Test
	void standBesideTheApplicationsWatcher() {
		EngineWatcher other = new EngineWatcher() {
			@Override
			public Traffic traffic() {
				return new Traffic();
			}
		};
		this.withRegistry.withBean("first", EngineWatcher.class, () -> other).run((context) -> {
			assertThat(context).hasSingleBean(EngineMeters.class).hasSingleBean(ServerMeters.class);
			assertThat(
					EngineWatcher.all(context.getBeanProvider(EngineWatcher.class).orderedStream().toList()).traffic())
				.isNotExactlyInstanceOf(Traffic.class);
		});
	}

	@Test
	void hasNoMetersIfNotWanted() {
		this.withRegistry.withPropertyValues("socketio.metrics.enabled=false")
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).getMeters()).isEmpty());
	}

	@Test
	void keepsAtLeastOneNameApart() {
		this.withRegistry.withPropertyValues("socketio.metrics.max-event-names=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("socketio.metrics.max-event-names"));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(FlashPolicyServer.class)
				.doesNotHaveBean(SocketIOMetricsAutoConfiguration.class));
	}

	@Test
	void backsOffWithoutARegistry() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(FlashPolicyServer.class)
			.doesNotHaveBean(SocketIOMetricsAutoConfiguration.class));
	}

	@Test
	void backsOffWhenDisabled() {
		this.withRegistry.withPropertyValues("socketio.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SocketIOMetricsAutoConfiguration.class));
	}

	@Test
	void isNotForApplicationsWithoutAWebServer() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SocketIOAutoConfiguration.class, SocketIOMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SocketIOMetricsAutoConfiguration.class));
	}

	private static void send(int port, String request) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			socket.getInputStream().readAllBytes();
		}
	}

	private static void awaitCount(BeanFactory beans, FlashPolicyOutcome outcome, int expected) {
		Counter counter = beans.getBean(MeterRegistry.class).get(COUNTER).tag("outcome", outcome.name()).counter();
		Awaitility.await().untilAsserted(() -> assertThat(counter.count()).isEqualTo(expected));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnObserver {

		final List<FlashPolicyOutcome> outcomes = new CopyOnWriteArrayList<>();

		@Bean
		FlashPolicyObserver observer() {
			return this.outcomes::add;
		}

	}

}
