package io.github.socketiospring.dispatch;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans whose handlers cannot be seen.
 */
@ExtendWith(OutputCaptureExtension.class)
class HiddenHandlersTests {

	@Test
	void lazyBeanDeclaredAsAnInterfaceIsToldOf(CapturedOutput output) {
		try (Dispatcher dispatcher = Dispatcher.of(LazyInterface.class)) {
			assertThat(dispatcher.namespaces()).isEmpty();
			assertThat(dispatcher.context.getBeanFactory().containsSingleton("chat")).isFalse();
		}
		assertThat(output).contains("Cannot tell whether the bean \"chat\" has handlers")
			.contains("declared as " + Chat.class.getName())
			.contains("declare its class as the return type of the @Bean method");
	}

	@Test
	void beanDeclaredAsAnInterfaceIsFoundIfItExists(CapturedOutput output) {
		try (Dispatcher dispatcher = Dispatcher.of(EagerInterface.class)) {
			assertThat(dispatcher.namespace("/chat").events).containsOnlyKeys("say");
		}
		assertThat(output).doesNotContain("Cannot tell");
	}

	@Test
	void lazyBeanDeclaredAsItsClassIsFound(CapturedOutput output) {
		try (Dispatcher dispatcher = Dispatcher.of(LazyClass.class)) {
			assertThat(dispatcher.namespace("/chat").events).containsOnlyKeys("say");
			assertThat(dispatcher.context.getBeanFactory().containsSingleton("chat")).isFalse();
		}
		assertThat(output).doesNotContain("Cannot tell");
	}

	@Test
	void interfacesOfOthersAreNotToldOf(CapturedOutput output) {
		Dispatcher.of(LazyRunnable.class).close();
		assertThat(output).doesNotContain("Cannot tell");
	}

	@Test
	void lazyFactoryIsNotCreatedToLookAtIt() {
		try (Dispatcher dispatcher = Dispatcher.of(LazyFactories.class)) {
			assertThat(dispatcher.namespace("/chat").events).containsOnlyKeys("say");
			assertThat(dispatcher.context.getBeanFactory().containsSingleton("chat")).isFalse();
			assertThat(dispatcher.context.getBeanFactory().containsSingleton("unknown")).isFalse();
		}
	}

	interface Chat {

	}

	@SocketIONamespace("/chat")
	static class ChatHandlers implements Chat {

		@OnEvent("say")
		void say() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyInterface {

		@Bean
		@Lazy
		Chat chat() {
			return new ChatHandlers();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EagerInterface {

		@Bean
		Chat chat() {
			return new ChatHandlers();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyClass {

		@Bean
		@Lazy
		ChatHandlers chat() {
			return new ChatHandlers();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyFactories {

		@Bean
		@Lazy
		FactoryBean<ChatHandlers> chat() {
			return new ChatFactory();
		}

		@Bean
		@Lazy
		FactoryBean<?> unknown() {
			return new ChatFactory();
		}

	}

	static class ChatFactory implements FactoryBean<ChatHandlers> {

		@Override
		public ChatHandlers getObject() {
			return new ChatHandlers();
		}

		@Override
		public Class<?> getObjectType() {
			return ChatHandlers.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyRunnable {

		@Bean
		@Lazy
		Runnable runnable() {
			return () -> {
			};
		}

	}

}
