package io.github.socketiospring.autoconfigure;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Socket.IO beside the other things an application does.
 */
@Timeout(120)
class ApplicationTests {

	private static final String ORIGIN = "https://page.example";

	// JSON

	@Test
	void theApplicationsJsonMapperIsForArgumentsOnly() {
		try (TestServer server = TestServer.start(JsonApplication.class,
				"spring.jackson.property-naming-strategy=SNAKE_CASE",
				"spring.jackson.serialization.indent-output=true")) {
			HttpResponse<String> handshake = server.handshake();
			assertThat(handshake.body()).matches("0\\{\"sid\":\"[A-Za-z0-9_-]{20}\",\"upgrades\":\\[\"websocket\"],"
					+ "\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");

			TestServer.Polling polling = server.polling();
			assertThat(polling.poll()).matches("40\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}");
			polling.post("421[\"greet\",{\"first_name\":\"ada\"}]");
			assertThat(polling.poll().replaceAll("\\s", "")).isEqualTo("431[{\"full_greeting\":\"HELLOADA\"}]");
			polling.post("40/closed,");
			assertThat(polling.poll()).isEqualTo("44/closed,{\"message\":\"not today\"}");
			polling.post("40/nowhere,");
			assertThat(polling.poll()).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
		}
	}

	// Paths

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void theBasePathIsInFrontOfThePath(CapturedOutput output) {
		try (TestServer server = TestServer.start(EchoApplication.class, "spring.webflux.base-path=/api")) {
			assertThat(output).contains("Socket.IO at /api/socket.io for");
			assertThat(server.handshake().statusCode()).isEqualTo(404);
			TestServer based = server.at("/api/socket.io/");
			TestServer.Polling polling = based.polling();
			assertThat(polling.poll()).startsWith("40{");
			try (TestServer.WebSocketClient client = based.connect()) {
				assertEchoes(client);
			}
			assertThat(server.get("/api/socket.io/socket.io.js").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void thePathCanBeChosen() {
		try (TestServer server = TestServer.start(EchoApplication.class, "socketio.path=/deep/io/",
				"socketio.serve-client=false")) {
			assertThat(server.handshake().statusCode()).isEqualTo(404);
			try (TestServer.WebSocketClient client = server.at("/deep/io/").connect()) {
				assertEchoes(client);
			}
			assertThat(server.get("/deep/io/socket.io.js").statusCode()).isEqualTo(400);
		}
	}

	private static void assertEchoes(TestServer.WebSocketClient client) {
		client.send("420[\"echo\",\"x\"]");
		assertThat(client.next()).isEqualTo("430[\"x\"]");
	}

	// Other endpoints

	@Test
	void otherEndpointsWorkBesideIt() {
		try (TestServer server = TestServer.start(EndpointsApplication.class)) {
			assertThat(server.get("/hello").body()).isEqualTo("hello");
			assertThat(server.get("/socket.io").body()).isEqualTo("everything else");
			assertThat(server.handshake().body()).startsWith("0{");
			try (TestServer.WebSocketClient client = server.connect();
					TestServer.WebSocketClient other = server.webSocketAt("/upper")) {
				other.send("text");
				assertEchoes(client);
				assertThat(other.next()).isEqualTo("TEXT");
			}
		}
	}

	// Other origins

	@Test
	void ownCorsConfigurationAnswersOtherOrigins() {
		try (TestServer server = TestServer.start(EchoApplication.class, "socketio.cors.allowed-origins=" + ORIGIN,
				"socketio.cors.allow-credentials=true")) {
			assertCors(server);
			try (TestServer.WebSocketClient client = server.connect("Origin", ORIGIN)) {
				assertEchoes(client);
			}
		}
	}

	@Test
	void theApplicationsCorsFilterAnswersOtherOrigins() {
		try (TestServer server = TestServer.start(CorsApplication.class)) {
			assertCors(server);
		}
	}

	@Test
	void twoCorsConfigurationsDoNotDoubleHeaders() {
		try (TestServer server = TestServer.start(CorsApplication.class, "socketio.cors.allowed-origins=" + ORIGIN,
				"socketio.cors.allow-credentials=true")) {
			assertCors(server);
		}
	}

	@Test
	void preflightRequestsOfOtherOriginsAreRefusedByDefault() {
		try (TestServer server = TestServer.start(EchoApplication.class)) {
			HttpResponse<String> preflight = preflight(server);
			assertThat(preflight.statusCode()).isEqualTo(400);
			assertThat(preflight.headers().map()).doesNotContainKey("access-control-allow-origin");
			assertThat(server.handshake("Origin", ORIGIN).headers().map())
				.doesNotContainKey("access-control-allow-origin");
		}
	}

	private static void assertCors(TestServer server) {
		HttpResponse<String> handshake = server.handshake("Origin", ORIGIN);
		assertThat(handshake.statusCode()).isEqualTo(200);
		assertThat(handshake.headers().allValues("Access-Control-Allow-Origin")).containsExactly(ORIGIN);
		assertThat(handshake.headers().allValues("Access-Control-Allow-Credentials")).containsExactly("true");
		HttpResponse<String> preflight = preflight(server);
		assertThat(preflight.statusCode()).isBetween(200, 204);
		assertThat(preflight.headers().allValues("Access-Control-Allow-Origin")).containsExactly(ORIGIN);
		assertThat(preflight.headers().allValues("Access-Control-Allow-Methods")).hasSize(1);
		HttpResponse<String> file = server.get("/socket.io/socket.io.js", "Origin", ORIGIN);
		assertThat(file.headers().allValues("Access-Control-Allow-Origin")).containsExactly(ORIGIN);
	}

	private static HttpResponse<String> preflight(TestServer server) {
		return server.send("/socket.io/?EIO=4&transport=polling",
				(request) -> request.method("OPTIONS", HttpRequest.BodyPublishers.noBody())
					.headers("Origin", ORIGIN, "Access-Control-Request-Method", "POST"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(EchoHandlers.class)
	static class EchoApplication {

	}

	@SocketIONamespace
	static class EchoHandlers {

		@OnEvent("echo")
		String echo(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(GreetingHandlers.class)
	static class JsonApplication {

		@Bean
		JsonMapperBuilderCustomizer loudStrings() {
			return (builder) -> builder.addModule(new SimpleModule().addSerializer(String.class, new LoudStrings()));
		}

		@Bean
		SocketIOServerCustomizer closedNamespace() {
			return (server) -> server.of("/closed")
				.use((socket) -> Mono.error(new ConnectRefusedException("not today")));
		}

	}

	static final class LoudStrings extends StdSerializer<String> {

		LoudStrings() {
			super(String.class);
		}

		@Override
		public void serialize(String value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(value.toUpperCase());
		}

	}

	@SocketIONamespace
	static class GreetingHandlers {

		@OnEvent("greet")
		Greeting greet(Person person) {
			return new Greeting("hello " + person.firstName());
		}

		record Person(String firstName) {
		}

		record Greeting(String fullGreeting) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(EchoHandlers.class)
	static class EndpointsApplication {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.GET("/hello", (request) -> ServerResponse.ok().bodyValue("hello"))
				.GET("/socket.io/**", (request) -> ServerResponse.ok().bodyValue("everything else"))
				.build();
		}

		/** Spring would choose by the class path, where these tests have Tomcat, too. */
		@Bean
		WebSocketHandlerAdapter webSocketHandlerAdapter() {
			return new WebSocketHandlerAdapter(new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy()));
		}

		@Bean
		HandlerMapping webSockets() {
			WebSocketHandler upper = (session) -> session.send(
					session.receive().map((message) -> session.textMessage(message.getPayloadAsText().toUpperCase())));
			return new SimpleUrlHandlerMapping(Map.of("/upper", upper), 0);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(EchoHandlers.class)
	static class CorsApplication {

		@Bean
		CorsWebFilter cors() {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.setAllowedOrigins(List.of(ORIGIN));
			configuration.setAllowedMethods(List.of("GET", "POST"));
			configuration.setAllowCredentials(true);
			return new CorsWebFilter((exchange) -> configuration);
		}

	}

}
