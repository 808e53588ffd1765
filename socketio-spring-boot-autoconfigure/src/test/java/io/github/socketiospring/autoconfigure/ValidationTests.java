package io.github.socketiospring.autoconfigure;

import java.util.Locale;
import java.util.Map;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.SocketIOErrorHandler;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.server.WebSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers in an application with {@code spring-boot-starter-validation}, from the wire
 * to the answer: constraints, and what is kept of the handshake.
 */
class ValidationTests {

	private static final String GERMAN = "de-DE,de;q=0.9,en;q=0.8";

	@ParameterizedTest
	@ValueSource(strings = { "", "spring.validation.method.adapt-constraint-violations=true" })
	void violationAnswersTheAckInTheLanguageOfTheClient(String property) {
		try (TestServer server = TestServer.start(Application.class, "socketio.handlers.answer-errors=true", property);
				TestServer.WebSocketClient client = server.connect("Accept-Language", GERMAN)) {
			for (String event : new String[] { "page", "proxied" }) {
				client.send("420[\"" + event + "\",\" \",{\"number\":0}]");
				assertThat(client.next()).isEqualTo("430[{\"name\":\"invalid_method_args\",\"message\":"
						+ "\"the arguments of this event do not fit: room darf nicht leer sein; "
						+ "page.number muss größer-gleich 1 sein\",\"errors\":["
						+ "{\"field\":\"room\",\"message\":\"darf nicht leer sein\"},"
						+ "{\"field\":\"page.number\",\"message\":\"muss größer-gleich 1 sein\"}]}]");
			}
			client.send("421[\"page\",\"a\",{\"number\":1}]");
			assertThat(client.next()).isEqualTo("431[\"a1\"]");
		}
	}

	@Test
	void errorHandlerMayKeepItFromClients() {
		try (TestServer server = TestServer.start(SilentApplication.class, "socketio.handlers.answer-errors=true");
				TestServer.WebSocketClient client = server.connect()) {
			client.send("420[\"page\",\" \",{\"number\":0}]");
			client.send("421[\"page\",\"a\",{\"number\":1}]");
			assertThat(client.next()).isEqualTo("431[\"a1\"]");
		}
	}

	@Test
	void localeIsWhatTheApplicationsResolverFinds() {
		try (TestServer server = TestServer.start(Application.class, "spring.web.locale=fr",
				"spring.web.locale-resolver=fixed");
				TestServer.WebSocketClient client = server.connect("Accept-Language", GERMAN)) {
			client.send("420[\"locale\"]");
			assertThat(client.next()).isEqualTo("430[\"fr\"]");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { GERMAN, "de-DE;q=2", "*", "xxxxxxxxxxxxxxxxxxxxxxxx-yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
			";;;,,,=", "${1+1}" })
	void localeOfAnyHeader(String header) {
		try (TestServer server = TestServer.start(Application.class, "spring.web.locale=fr");
				TestServer.WebSocketClient client = server.connect("Accept-Language", header)) {
			client.send("420[\"locale\"]");
			assertThat(client.next()).isEqualTo(header.equals(GERMAN) ? "430[\"de-DE\"]" : "430[\"fr\"]");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"user\":\" \"}", "{\"user\":[]}" })
	void whoGivesWhatAConnectHandlerCannotTakeDoesNotStay(String auth) {
		try (TestServer server = TestServer.start(Application.class);
				TestServer.WebSocketClient client = server.connect()) {
			client.send("40/door," + auth);
			assertThat(client.next()).startsWith("40/door,{");
			assertThat(client.next()).isEqualTo("41/door,");
			client.send("40/door,{\"user\":\"Ada\"}");
			assertThat(client.next()).startsWith("40/door,{");
			assertThat(client.next()).isEqualTo("42/door,[\"welcome\",\"Ada\"]");
		}
	}

	@Test
	void webSessionIsThatOfTheHandshake() {
		try (TestServer server = TestServer.start(Application.class)) {
			String cookie = server.get("/login").headers().firstValue("Set-Cookie").orElseThrow();
			try (TestServer.WebSocketClient client = server.connect("Cookie",
					cookie.substring(0, cookie.indexOf(';')))) {
				client.send("420[\"session\"]");
				assertThat(client.next()).isEqualTo("430[\"Ada\"]");
			}
			try (TestServer.WebSocketClient stranger = server.connect()) {
				stranger.send("420[\"session\"]");
				assertThat(stranger.next()).isEqualTo("430[null]");
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Handlers.class, ProxiedHandlers.class, Door.class, Login.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class SilentApplication {

		@Bean
		SocketIOErrorHandler silent() {
			return new SocketIOErrorHandler() {

				@Override
				public void handle(SocketIOError error) {
				}

				@Override
				public boolean tellsClient(SocketIOError error) {
					return error.name() != SocketIOError.Name.INVALID_METHOD_ARGS;
				}

			};
		}

	}

	record Page(@Min(1) int number) {

	}

	record Credentials(@NotBlank String user) {

	}

	@SocketIONamespace("/door")
	static class Door {

		@OnConnect
		void joined(Socket socket, @Valid @NotNull Credentials auth) {
			socket.emit("welcome", auth.user());
		}

	}

	@SocketIONamespace
	static class Handlers {

		@OnEvent("page")
		String page(@NotBlank String room, @Valid Page page) {
			return room + page.number();
		}

		@OnEvent("locale")
		String locale(Locale locale, Handshake handshake) {
			return locale.toLanguageTag();
		}

		@OnEvent("session")
		Object session(WebSession session) {
			return session.getAttribute("user");
		}

	}

	@SocketIONamespace
	@Validated
	static class ProxiedHandlers {

		@OnEvent("proxied")
		void proxied(@NotBlank String room, @Valid Page page) {
		}

	}

	@org.springframework.web.bind.annotation.RestController
	static class Login {

		@org.springframework.web.bind.annotation.GetMapping("/login")
		Map<String, String> login(WebSession session) {
			session.getAttributes().put("user", "Ada");
			return Map.of();
		}

	}

}
