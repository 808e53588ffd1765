package io.github.socketiospring.test.autoconfigure;

import io.github.socketiospring.test.SocketIOTestClient;
import io.github.socketiospring.test.example.ChatHandlers;
import io.github.socketiospring.test.example.EveryOperation;
import io.github.socketiospring.test.example.ExampleAdvice;
import io.github.socketiospring.test.example.Greetings;
import io.github.socketiospring.test.example.Journal;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The slice with all namespaces, one component more and one less.
 */
@SocketIOTest(
		includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE,
				classes = { Greetings.class, Journal.class }),
		excludeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = ExampleAdvice.class))
class SocketIOTestFiltersTests {

	@Autowired
	private SocketIOTestClient.Builder clients;

	@Autowired
	private ApplicationContext context;

	@Test
	void findsAllNamespaces() {
		assertThat(this.context.getBeansOfType(ChatHandlers.class)).hasSize(1);
		assertThat(this.context.getBeansOfType(EveryOperation.class)).hasSize(1);
	}

	@Test
	void includesWhatItIsTold() {
		assertThat(this.clients.connect("/chat").call("greet", "Ada").get(0, String.class)).isEqualTo("Hello, Ada");
	}

	@Test
	void excludesWhatItIsTold() {
		assertThat(this.context.getBeansOfType(ExampleAdvice.class)).isEmpty();
	}

}
