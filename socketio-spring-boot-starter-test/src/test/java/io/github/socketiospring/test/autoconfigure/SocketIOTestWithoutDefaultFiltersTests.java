package io.github.socketiospring.test.autoconfigure;

import io.github.socketiospring.test.SocketIOTestClient;
import io.github.socketiospring.test.example.ChatHandlers;
import io.github.socketiospring.test.example.EveryOperation;
import io.github.socketiospring.test.example.ExampleAdvice;
import io.github.socketiospring.test.example.ExampleFilter;
import io.github.socketiospring.test.example.Journal;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The slice with nothing but what is named.
 */
@SocketIOTest(useDefaultFilters = false, excludeAutoConfiguration = ReactiveWebSecurityAutoConfiguration.class,
		includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE,
				classes = { EveryOperation.class, Journal.class }))
class SocketIOTestWithoutDefaultFiltersTests {

	@Autowired
	private SocketIOTestClient.Builder clients;

	@Autowired
	private ApplicationContext context;

	@Test
	void findsOnlyWhatIsNamed() {
		assertThat(this.context.getBeansOfType(EveryOperation.class)).hasSize(1);
		assertThat(this.context.getBeansOfType(ExampleFilter.class)).isEmpty();
		assertThat(this.context.getBeansOfType(ExampleAdvice.class)).isEmpty();
		assertThat(this.context.getBeansOfType(ChatHandlers.class)).isEmpty();
		assertThat(this.context.getBeansOfType(ReactiveWebSecurityAutoConfiguration.class)).isEmpty();
	}

	@Test
	void needsNoSecurityToKnowAUser() {
		SocketIOTestClient client = this.clients.principal(() -> "ada").connect("/all");
		assertThat(client.call("who").get(0).path("user").asString()).isEqualTo("ada");
	}

}
