package io.github.socketiospring.test.autoconfigure;

import io.github.socketiospring.test.ConnectErrorException;
import io.github.socketiospring.test.SocketIOTestClient;
import io.github.socketiospring.test.example.ChatHandlers;
import io.github.socketiospring.test.example.EveryOperation;
import io.github.socketiospring.test.example.ExampleAdvice;
import io.github.socketiospring.test.example.ExampleFilter;
import io.github.socketiospring.test.example.ExampleInterceptor;
import io.github.socketiospring.test.example.ExampleSecurity;
import io.github.socketiospring.test.example.Greetings;
import io.github.socketiospring.test.example.Journal;
import io.github.socketiospring.test.example.Message;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.web.reactive.DispatcherHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;

/**
 * The slice with one namespace.
 */
@SocketIOTest(value = ChatHandlers.class, properties = "example.key=value")
class SocketIOTestIntegrationTests {

	@Autowired
	private SocketIOTestClient.Builder clients;

	@Autowired
	private ApplicationContext context;

	@Autowired
	private Environment environment;

	@MockitoBean
	private Greetings greetings;

	@Test
	void callsHandlersWithWhatIsMocked() {
		given(this.greetings.greet("Ada")).willReturn("mocked");
		SocketIOTestClient ada = this.clients.connect("/chat");
		SocketIOTestClient bob = this.clients.connect("/chat");
		assertThat(ada.call("greet", "Ada").get(0, String.class)).isEqualTo("mocked");
		ada.emit("say", new Message("Ada", "Hello"));
		assertThat(bob.await("said").get(0, Message.class).text()).isEqualTo("Hello");
	}

	@Test
	void includesWhatServesClients() {
		assertThat(this.context.getBeansOfType(ExampleAdvice.class)).hasSize(1);
		assertThat(this.context.getBeansOfType(ExampleFilter.class)).hasSize(1);
		assertThat(this.context.getBeansOfType(ExampleInterceptor.class)).hasSize(1);
		assertThat(this.context.getBeansOfType(ExampleSecurity.class)).hasSize(1);
		assertThat(this.clients.connect("/chat").call("fail").get(0, String.class)).isEqualTo("failed: as asked");
		assertThatExceptionOfType(ConnectErrorException.class)
			.isThrownBy(() -> this.clients.query("refuse", "").connect("/chat"))
			.withMessage("not today <b>");
		assertThatExceptionOfType(ConnectErrorException.class)
			.isThrownBy(() -> this.clients.query("secured", "").connect("/chat"))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(HttpStatus.UNAUTHORIZED));
	}

	@Test
	void leavesOutWhatDoesNot() {
		assertThat(this.context.getBeansOfType(EveryOperation.class)).isEmpty();
		assertThat(this.context.getBeansOfType(Journal.class)).isEmpty();
	}

	@Test
	void hasNoWebServer() {
		assertThat(this.context).isNotInstanceOf(WebServerApplicationContext.class);
		assertThat(this.context.getBeansOfType(DispatcherHandler.class)).hasSize(1);
	}

	@Test
	void hasProperties() {
		assertThat(this.environment.getProperty("example.key")).isEqualTo("value");
	}

}
