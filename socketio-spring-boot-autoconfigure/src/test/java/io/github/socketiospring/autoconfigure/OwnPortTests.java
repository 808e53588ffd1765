package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.TlsBundle;
import io.github.socketiospring.testkit.UpgradeWire;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Clients that have a port for themselves.
 */
class OwnPortTests {

	private static final String HANDSHAKE = "/socket.io/?EIO=4&transport=polling";

	private static ConfigurableApplicationContext start(WebApplicationType type, String... properties) {
		String[] own = (type == WebApplicationType.SERVLET)
				? new String[] { ServletContainer.TOMCAT.unsecured(), "server.port=0" }
				: new String[] { io.github.socketiospring.autoconfigure.TestServer.WITHOUT_SECURITY, "server.port=0" };
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties(own)
			.properties("socketio.server.port=0", "socketio.server.address=127.0.0.1", "server.address=127.0.0.1",
					"spring.main.banner-mode=off")
			.properties(properties)
			.run();
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.socketio.port", Integer.class);
	}

	private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
					HttpResponse.BodyHandlers.ofString());
	}

	@ParameterizedTest
	@EnumSource(WebApplicationType.class)
	void servesClientsBesideAnyApplication(WebApplicationType type) {
		try (ConfigurableApplicationContext context = start(type)) {
			TestServer server = TestServer.around(context);
			SocketIoClient client = new SocketIoClient(new UpgradeWire(server));
			client.open();
			client.join("/");
			assertThat(client.call("/", "echo", "x")).isEqualTo(List.of("x"));
			client.close();
			for (LegacyTransport transport : List.of(LegacyTransport.WEBSOCKET, LegacyTransport.HIXIE_FLASHSOCKET,
					LegacyTransport.XHR_POLLING)) {
				try (LegacySocketIoClient old = new LegacySocketIoClient(server, transport)) {
					old.open();
					assertThat(old.call("/", "echo", "x")).isEqualTo(List.of("x"));
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void theApplicationsPortServesNone(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			int application = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			assertThat(application).isNotEqualTo(port(context));
			assertThat(get(application, HANDSHAKE).statusCode()).isEqualTo(404);
			assertThat(get(port(context), HANDSHAKE).body()).startsWith("0{\"sid\":");
			assertThat(get(port(context), "/elsewhere").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void closesClientsAndThePortAtTheEnd() {
		ConfigurableApplicationContext context = start(WebApplicationType.NONE);
		int port = port(context);
		SocketIoClient client = new SocketIoClient(new WebSocketWire(TestServer.around(context)));
		client.open();
		client.join("/");
		context.close();
		client.awaitEnd();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(port, HANDSHAKE));
	}

	@ParameterizedTest
	@CsvSource({ "server.forward-headers-strategy=native, true", "server.forward-headers-strategy=framework, true",
			"server.forward-headers-strategy=none, false", "spring.main.cloud-platform=kubernetes, true",
			"spring.main.cloud-platform=none, false" })
	void forwardedHeadersAreBelievedWhereTheApplicationsPortBelievesThem(String property, boolean believed)
			throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.NONE, property)) {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(context) + HANDSHAKE))
				.header("X-Forwarded-For", "192.0.2.7")
				.build();
			assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
				.isEqualTo(200);
			assertThat(context.getBean(EngineServer.class).sessions()).singleElement()
				.satisfies((session) -> assertThat(session.request().remoteAddress().getHostString())
					.isEqualTo(believed ? "192.0.2.7" : "127.0.0.1"));
		}
	}

	/** As Spring does to contexts that tests share. */
	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "NONE", "REACTIVE" })
	void servesAgainWhenTheApplicationWasStoppedAndStarted(WebApplicationType type) {
		try (ConfigurableApplicationContext context = start(type)) {
			context.stop();
			context.start();
			TestServer server = TestServer.around(context);
			SocketIoClient client = new SocketIoClient(new UpgradeWire(server));
			client.open();
			client.join("/");
			assertThat(client.call("/", "echo", "x")).isEqualTo(List.of("x"));
			client.close();
		}
	}

	@Test
	void filtersOfAReactiveApplicationStandBeforeIt() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "server.address=127.0.0.1", "socketio.server.port=0",
					"socketio.server.address=127.0.0.1", "spring.main.banner-mode=off")
			.run()) {
			assertThat(get(port(context), HANDSHAKE).statusCode()).isEqualTo(401);
		}
	}

	@Test
	void speaksTlsAndHttp2(@TempDir Path directory) throws Exception {
		String[] bundle = TlsBundle.create("web", directory);
		try (ConfigurableApplicationContext context = start(WebApplicationType.NONE,
				io.github.socketiospring.autoconfigure.TestServer.concat(bundle, "socketio.server.ssl.bundle=web",
						"socketio.server.http2=true"))) {
			SSLContext trusting = context.getBean(SslBundles.class).getBundle("web").createSslContext();
			HttpResponse<String> response = HttpClient.newBuilder()
				.sslContext(trusting)
				.build()
				.send(HttpRequest.newBuilder(URI.create("https://localhost:" + port(context) + HANDSHAKE)).build(),
						HttpResponse.BodyHandlers.ofString());
			assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
			assertThat(response.body()).startsWith("0{\"sid\":");
			assertThat(context.getBean(EngineServer.class).sessions()).singleElement()
				.matches((session) -> session.request().secure());
		}
	}

	@Test
	void aPortThatIsTakenIsSaid() {
		try (ConfigurableApplicationContext context = start(WebApplicationType.NONE)) {
			assertThatExceptionOfType(Exception.class)
				.isThrownBy(() -> start(WebApplicationType.NONE, "socketio.server.port=" + port(context)))
				.matches((ex) -> Stream.iterate((Throwable) ex, (cause) -> cause != null, Throwable::getCause)
					.anyMatch(PortInUseException.class::isInstance));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "socketio.server.port=70000", "socketio.server.ssl.bundle=none" })
	void nonsenseIsRefused(String property) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocketIOPortAutoConfiguration.class))
			.withPropertyValues("socketio.server.port=0", property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining(property.substring(0, property.indexOf('='))));
	}

	@Test
	void thereIsNoneUnlessAskedFor() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocketIOPortAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(OwnPort.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocketIOPortAutoConfiguration.class))
			.withPropertyValues("socketio.server.port=0", "socketio.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(OwnPort.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Echo.class)
	static class Application {

	}

	@SocketIONamespace
	static class Echo {

		@OnEvent("echo")
		String echo(String text) {
			return text;
		}

	}

}
