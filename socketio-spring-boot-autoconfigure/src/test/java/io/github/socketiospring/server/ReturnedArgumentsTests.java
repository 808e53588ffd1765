package io.github.socketiospring.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Arguments that handlers give back travel as the values they are.
 */
class ReturnedArgumentsTests {

	private static final byte[] BYTES = { 1, 2, 3 };

	private static TestServer server;

	private static SocketIoClient client;

	@BeforeAll
	static void start() {
		server = TestServer.builder().configuration(Beans.class).start();
		client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		client.join("/");
	}

	@AfterAll
	static void stop() {
		client.close();
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "mono", "future", "optional", "ack" })
	void eachIsAValueOfItsOwn(String event) {
		assertThat(client.call("/", event, "x", List.of(1), BYTES)).containsExactly("x", List.of(1), BYTES);
		assertThat(client.call("/", event)).isEmpty();
	}

	@Test
	void amongOthersTheyStandWhereTheyWere() {
		assertThat(client.call("/", "several", "x", BYTES)).containsExactly("before", "x", BYTES, "behind");
	}

	@Test
	void insideOfValuesTheyAreAnArray() {
		List<Object> answer = client.call("/", "inside", "x", BYTES);
		assertThat(answer).hasSize(1);
		assertThat(((Map<?, ?>) answer.get(0)).get("all"))
			.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
			.containsExactly("x", BYTES);
	}

	/**
	 * Handlers.
	 */
	@SocketIONamespace
	static class Handlers {

		@OnEvent("plain")
		Arguments plain(Arguments arguments) {
			return arguments;
		}

		@OnEvent("mono")
		Mono<Arguments> mono(Arguments arguments) {
			return Mono.just(arguments);
		}

		@OnEvent("future")
		CompletableFuture<Arguments> future(Arguments arguments) {
			return CompletableFuture.completedFuture(arguments);
		}

		@OnEvent("optional")
		Optional<Arguments> optional(Arguments arguments) {
			return Optional.of(arguments);
		}

		@OnEvent("ack")
		void ack(Arguments arguments, Ack ack) {
			ack.send(arguments);
		}

		@OnEvent("several")
		Object[] several(Arguments arguments) {
			return new Object[] { "before", arguments, "behind" };
		}

		@OnEvent("inside")
		Map<String, Arguments> inside(Arguments arguments) {
			return Map.of("all", arguments);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Handlers handlers() {
			return new Handlers();
		}

	}

}
