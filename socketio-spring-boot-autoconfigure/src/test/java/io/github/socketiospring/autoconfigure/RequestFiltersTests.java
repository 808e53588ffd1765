package io.github.socketiospring.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestFilter;
import io.github.socketiospring.handshake.RequestRefusedException;
import io.github.socketiospring.testkit.PollingSession;
import io.github.socketiospring.testkit.RawHttp;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestFilters}: several beans of an application.
 */
class RequestFiltersTests {

	private static final List<String> ASKED = new CopyOnWriteArrayList<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder().configuration(Filters.class).start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		ASKED.clear();
	}

	private static RawHttp.Response handshake(String refusing) {
		return RawHttp.exchange(server, "GET", PollingSession.HANDSHAKE + "&refuse=" + refusing);
	}

	@Test
	void allAreAskedInOrder() {
		assertThat(handshake("nobody").status()).isEqualTo(200);
		assertThat(ASKED).containsExactly("first", "second", "third");
	}

	@Test
	void theFirstThatRefusesHasTheLastWord() {
		RawHttp.Response response = handshake("second");
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.body()).isEqualTo("{\"code\":4,\"message\":\"no second\"}");
		assertThat(ASKED).containsExactly("first", "second");
	}

	@Test
	void clientsOfProtocol1AreAskedForToo() {
		assertThat(RawHttp.exchange(server, "GET", "/socket.io/1/?refuse=third").status()).isEqualTo(403);
		assertThat(ASKED).containsExactly("first", "second", "third");
	}

	@Configuration(proxyBeanMethods = false)
	static class Filters {

		private static RequestFilter filter(String name) {
			return (request) -> {
				ASKED.add(name);
				return name.equals(request.query().getFirst("refuse"))
						? Mono.error(new RequestRefusedException(RequestError.FORBIDDEN, "no " + name)) : Mono.empty();
			};
		}

		@Bean
		RequestFilter unordered() {
			return filter("third");
		}

		@Bean
		@Order(2)
		RequestFilter later() {
			return filter("second");
		}

		@Bean
		@Order(1)
		RequestFilter sooner() {
			return filter("first");
		}

	}

}
