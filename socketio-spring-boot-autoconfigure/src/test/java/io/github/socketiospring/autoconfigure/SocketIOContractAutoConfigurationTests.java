package io.github.socketiospring.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

import io.github.socketiospring.annotation.Emits;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.contract.SocketIOContract;
import io.github.socketiospring.contract.SocketIOContractEndpoint;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOContractAutoConfiguration}.
 */
class SocketIOContractAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=socketiocontract";

	private final AutoConfigurations configurations = AutoConfigurations.of(SocketIOAutoConfiguration.class,
			SocketIOContractAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(this.configurations);

	@Test
	void thereIsAContractAndNobodySeesIt() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(SocketIOContract.class)
			.doesNotHaveBean(SocketIOContractEndpoint.class));
	}

	@Test
	void theEndpointIsThereWhereItIsExposed() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(SocketIOContractEndpoint.class));
	}

	@Test
	void theApplicationsOwnBeansCount() {
		SocketIOContract own = new SocketIOContract(List::of, JsonMapper.shared(), "own", "1");
		SocketIOContractEndpoint endpoint = new SocketIOContractEndpoint(own);
		this.runner.withPropertyValues(EXPOSED)
			.withBean(SocketIOContract.class, () -> own)
			.withBean(SocketIOContractEndpoint.class, () -> endpoint)
			.run((context) -> {
				assertThat(context).getBean(SocketIOContract.class).isSameAs(own);
				assertThat(context).getBean(SocketIOContractEndpoint.class).isSameAs(endpoint);
			});
	}

	@Test
	void withoutTheActuatorThereIsTheContract() {
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(WebEndpoint.class))
			.run((context) -> assertThat(context).hasSingleBean(SocketIOContract.class)
				.doesNotHaveBean(SocketIOContractEndpoint.class));
	}

	@Test
	void withoutSocketIOThereIsNone() {
		new ApplicationContextRunner().withConfiguration(this.configurations)
			.run((context) -> assertThat(context).doesNotHaveBean(SocketIOContract.class));
		this.runner.withPropertyValues("socketio.enabled=false", EXPOSED)
			.run((context) -> assertThat(context).doesNotHaveBean(SocketIOContract.class)
				.doesNotHaveBean(SocketIOContractEndpoint.class));
	}

	@Test
	void theEndpointTellsBothFormats() throws Exception {
		try (TestServer server = TestServer.start(Application.class, EXPOSED, "spring.application.name=chat",
				"spring.application.version=2.0")) {
			HttpResponse<String> typeScript = get(server, "typescript");
			assertThat(typeScript.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
			assertThat(typeScript.body()).contains("say: (text: string, ack: (answer: number) => void) => void;",
					"said: (text: string) => void;");
			HttpResponse<String> asyncApi = get(server, "asyncapi");
			assertThat(asyncApi.headers().firstValue("Content-Type")).hasValue("application/json");
			assertThat(JsonMapper.shared().readTree(asyncApi.body()).get("info").get("title").asString())
				.isEqualTo("chat");
			assertThat(get(server, "java").statusCode()).isEqualTo(404);
		}
	}

	private static HttpResponse<String> get(TestServer server, String format) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + server.port() + "/actuator/socketiocontract/" + format);
		return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Chat.class)
	static class Application {

	}

	@SocketIONamespace
	@Emits(Events.class)
	static class Chat {

		@OnEvent("say")
		int say(String text) {
			return text.length();
		}

	}

	interface Events {

		void said(String text);

	}

}
