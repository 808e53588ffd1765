package io.github.socketiospring.dispatch;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.NamespaceVariable;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIOAdvice;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.converter.Converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Handlers of a family of namespaces, and the variables of its names.
 */
@ExtendWith(OutputCaptureExtension.class)
class NamespaceVariableTests {

	private static final BlockingQueue<String> CALLS = new LinkedBlockingQueue<>();

	private static SocketIoClient client(TestServer server) {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		return client;
	}

	@Test
	void oneBeanServesTheWholeFamily() throws InterruptedException {
		try (TestServer server = TestServer.builder().configuration(Handlers.class).start();
				SocketIoClient client = client(server)) {
			client.join("/shop-7/en");
			client.join("/shop-8/de");
			assertThat(client.call("/shop-7/en", "read", "x")).containsExactly(7, "en", "x", "/shop-7/en");
			assertThat(client.call("/shop-8/de", "read", "y")).containsExactly(8, "de", "y", "/shop-8/de");
			assertThat(client.call("/shop-8/de", "later")).containsExactly(9);
			assertThat(client.call("/shop-8/de", "fail")).containsExactly("failed in 8");
			assertThat(client.call("/shop-8/de", "misfit", "no number")).containsExactly("failed in 8");
			client.leave("/shop-8/de");
			assertThat(List.of(take(), take(), take())).containsExactlyInAnyOrder("connect 7", "connect 8",
					"disconnect 8 client namespace disconnect");
			client.join("/shop-admin/en");
			assertThat(client.call("/shop-admin/en", "read")).containsExactly("admin");
			client.join("/price/12.50");
			assertThat(client.call("/price/12.50", "price")).containsExactly("1250");
			client.join("/anything");
			assertThat(client.call("/anything", "read")).containsExactly("all of /anything {name=anything}");
		}
	}

	private static String take() throws InterruptedException {
		return CALLS.poll(20, TimeUnit.SECONDS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/shop-x/en", "/shop-99999999999/en", "/shop-7.5/en", "/shop- /en", "/id/ ", "/id/1",
			"/price/much", "/price/-1" })
	void valuesThatDoNotFitAreNoNamespaces(String name, CapturedOutput output) {
		try (TestServer server = TestServer.builder().configuration(Handlers.class).start();
				SocketIoClient client = client(server)) {
			assertThatExceptionOfType(SocketIoClient.RefusedException.class).isThrownBy(() -> client.join(name))
				.withMessage("{\"message\":\"Invalid namespace\"}");
			assertThat(server.io().namespaces()).extracting(Namespace::name).doesNotContain(name);
			client.join("/id/123e4567-e89b-12d3-a456-426614174000");
			assertThat(output).doesNotContain("Exception").doesNotContain("ERROR");
		}
	}

	@Test
	void unknownVariablesFailWithAdvice() {
		Dispatcher.checkFailure(Unknown.class, "\"ip\"", "[id]");
		Dispatcher.checkFailure(NoFamily.class, "\"id\"", "@SocketIONamespace(\"/tenant-{id}\")");
		Dispatcher.checkFailure(OneOfTwo.class, "\"id\"", "@NamespaceVariable");
		Dispatcher.checkFailure(All.class, "\"id\"", "variables()");
		Dispatcher.checkFailure(Advice.class, "\"id\"", "variables()");
	}

	@Test
	void unknownTypesFailWithAdvice() {
		Dispatcher.checkFailure(Unconvertible.class, "Socket", "Converter<String, Socket>");
	}

	@Test
	void patternsThatCannotWorkFailWithAdvice() {
		assertThatExceptionOfType(InvalidHandlerException.class)
			.isThrownBy(() -> TestServer.builder().configuration(BadPattern.class).start().close())
			.withMessageContaining("/a{x}{y}")
			.withMessageContaining(BadPattern.class.getName());
		assertThatExceptionOfType(InvalidHandlerException.class)
			.isThrownBy(() -> TestServer.builder().configuration(TwoPatterns.class).start().close())
			.withMessageContaining("/a-{x}")
			.withMessageContaining("/a-{y}");
	}

	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		@Bean
		@Order(1)
		Shop shop() {
			return new Shop();
		}

		@Bean
		@Order(2)
		Admin admin() {
			return new Admin();
		}

		@Bean
		@Order(3)
		Prices prices() {
			return new Prices();
		}

		@Bean
		@Order(3)
		Ids ids() {
			return new Ids();
		}

		@Bean
		@Order(4)
		AllNames all() {
			return new AllNames();
		}

		@Bean
		Converter<String, Cents> cents() {
			return new CentsConverter();
		}

	}

	record Cents(long count) {
	}

	static final class CentsConverter implements Converter<String, Cents> {

		@Override
		public Cents convert(String source) {
			if (source.startsWith("-")) {
				throw new IllegalArgumentException("negative");
			}
			return new Cents(Math.round(Double.parseDouble(source) * 100));
		}

	}

	@SocketIONamespace("/shop-{id}/{language}")
	static class Shop {

		@OnConnect
		void connect(@NamespaceVariable int id) {
			CALLS.add("connect " + id);
		}

		@OnDisconnect
		void disconnect(DisconnectReason reason, @NamespaceVariable("id") long number) {
			CALLS.add("disconnect " + number + " " + reason);
		}

		@OnEvent("read")
		Object[] read(@NamespaceVariable int id, String text, @NamespaceVariable Locale language, Namespace namespace) {
			return new Object[] { id, language.toLanguageTag(), text, namespace.name() };
		}

		@OnEvent("later")
		Mono<Integer> later(@NamespaceVariable("id") Integer number) {
			return Mono.just(number + 1);
		}

		@OnEvent("fail")
		void fail() {
			throw new IllegalStateException();
		}

		@OnEvent("misfit")
		void misfit(int number) {
		}

		@OnEventException({ IllegalStateException.class, io.github.socketiospring.InvalidPayloadException.class })
		String failed(@NamespaceVariable int id) {
			return "failed in " + id;
		}

	}

	@SocketIONamespace("/shop-admin/en")
	static class Admin {

		@OnEvent("read")
		String read() {
			return "admin";
		}

	}

	@SocketIONamespace("/price/{amount}")
	static class Prices {

		@OnEvent("price")
		String price(@NamespaceVariable Cents amount) {
			return String.valueOf(amount.count());
		}

	}

	@SocketIONamespace("/id/{id}")
	static class Ids {

		@OnEvent("id")
		String price(@NamespaceVariable UUID id) {
			return id.toString();
		}

	}

	@SocketIONamespace("/{name}")
	static class AllNames {

		@OnEvent("read")
		String read(Socket socket) {
			return "all of " + socket.namespace().name() + " " + socket.namespace().variables();
		}

	}

	@SocketIONamespace("/tenant-{id}")
	static class Unknown {

		@OnEvent("ev")
		void handle(@NamespaceVariable String ip) {
		}

	}

	@SocketIONamespace("/tenant")
	static class NoFamily {

		@OnConnect
		void connect(@NamespaceVariable String id) {
		}

	}

	@SocketIONamespace({ "/tenant-{id}", "/other-{name}" })
	static class OneOfTwo {

		@OnDisconnect
		void disconnect(@NamespaceVariable String id) {
		}

	}

	@SocketIONamespace("*")
	static class All {

		@OnEvent("ev")
		void handle(@NamespaceVariable String id) {
		}

	}

	@SocketIOAdvice
	static class Advice {

		@OnEventException
		void failed(IllegalStateException exception, @NamespaceVariable String id) {
		}

	}

	@SocketIONamespace("/tenant-{id}")
	static class Unconvertible {

		@OnEvent("ev")
		void handle(@NamespaceVariable("id") Socket id) {
		}

	}

	@SocketIONamespace("/a{x}{y}")
	static class BadPattern {

	}

	@SocketIONamespace({ "/a-{x}", "/a-{y}" })
	static class TwoPatterns {

	}

}
