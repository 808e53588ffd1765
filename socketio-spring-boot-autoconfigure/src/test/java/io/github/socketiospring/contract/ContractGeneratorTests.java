package io.github.socketiospring.contract;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

import io.github.socketiospring.annotation.Emits;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.dispatch.InvalidHandlerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextRefreshedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ContractGenerator}.
 */
class ContractGeneratorTests {

	@TempDir
	Path folder;

	@Test
	void nothingOfTheApplicationIsStarted() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			generate(Application.class, "--server.address=127.0.0.1", "--server.port=" + taken.getLocalPort(),
					"--socketio.adapter.type=redis", "--spring.data.redis.port=1", "--event.name=said again");
		}
		assertThat(this.folder.resolve("generated/socketio-events.ts")).content()
			.contains("say: (text: string, ack: (answer: number) => void) => void;", "said: (text: string) => void;",
					"\"said again\": (ack?: () => void) => void;");
		assertThat(this.folder.resolve("generated/asyncapi.json")).content().contains("\"asyncapi\" : \"3.0.0\"");
	}

	@Test
	void anApplicationNeedsNoMainMethod() throws Exception {
		generate(Plain.class, "--spring.main.web-application-type=reactive", "--event.name=x");
		assertThat(this.folder.resolve("generated/socketio-events.ts")).exists();
	}

	@Test
	void whatIsUpToDateIsNotTouched() throws Exception {
		generate(Application.class, "--event.name=x");
		Path file = this.folder.resolve("generated/socketio-events.ts");
		FileTime before = FileTime.fromMillis(1_000_000_000_000L);
		Files.setLastModifiedTime(file, before);
		generate(Application.class, "--event.name=x");
		assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
		generate(Application.class, "--event.name=y");
		assertThat(file).content().contains("  y: ");
	}

	@Test
	void mistakesEndTheBuild() {
		assertThatExceptionOfType(InvalidHandlerException.class)
			.isThrownBy(() -> generate(Application.class, "--event.name=say"))
			.withMessageContaining("has two handlers");
		assertThat(this.folder.resolve("generated")).doesNotExist();
	}

	@Test
	void anApplicationWithoutSocketIOHasNoContract() {
		assertThatIllegalStateException()
			.isThrownBy(() -> generate(Plain.class, "--spring.main.web-application-type=none", "--event.name=x"))
			.withMessageContaining("serves no Socket.IO clients");
	}

	@Test
	void bothArgumentsAreNeeded() {
		assertThatIllegalArgumentException().isThrownBy(() -> ContractGenerator.main("com.example.Application"))
			.withMessageContaining("the folder");
		assertThatExceptionOfType(ClassNotFoundException.class)
			.isThrownBy(() -> ContractGenerator.main("com.example.Application", "target"));
	}

	private void generate(Class<?> application, String... arguments) throws Exception {
		String[] all = new String[arguments.length + 2];
		all[0] = application.getName();
		all[1] = this.folder.resolve("generated").toString();
		System.arraycopy(arguments, 0, all, 2, arguments.length);
		ContractGenerator.main(all);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Chat.class, NeverCreated.class, NeverCalled.class, NeverStarted.class })
	static class Application {

		static void main(String[] arguments) {
			new SpringApplicationBuilder(Application.class)
				.properties("spring.main.web-application-type=reactive", "spring.main.lazy-initialization=false")
				.run(arguments);
			throw new AssertionError("the application has run");
		}

		@Bean
		CommandLineRunner runner() {
			throw new AssertionError("a runner is created");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Chat.class)
	static class Plain {

	}

	@SocketIONamespace
	@Emits(Events.class)
	static class Chat {

		Chat() {
			throw new AssertionError("a bean with handlers is created");
		}

		@OnEvent("say")
		int say(String text) {
			return text.length();
		}

		@OnEvent("${event.name}")
		void other() {
		}

	}

	interface Events {

		void said(String text);

	}

	static class NeverCreated implements InitializingBean {

		@Override
		public void afterPropertiesSet() {
			throw new AssertionError("created");
		}

	}

	static class NeverCalled implements ApplicationListener<ContextRefreshedEvent> {

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
			throw new AssertionError("called");
		}

	}

	static class NeverStarted implements SmartLifecycle {

		@Override
		public void start() {
			throw new AssertionError("started");
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

}
