package io.github.socketiospring.demo;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import io.github.socketiospring.demo.MessageStore.StoredMessage;
import io.github.socketiospring.demo.PersistentChatController.History;
import io.github.socketiospring.demo.PersistentChatController.Say;
import io.github.socketiospring.test.SocketIOTestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class PersistentChatControllerTests {

	@TempDir
	private Path directory;

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(DemoApplication.class)
			.properties("spring.main.banner-mode=off", "spring.main.register-shutdown-hook=false")
			.run("--server.port=0", "--demo.data-directory=" + this.directory);
	}

	private static SocketIOTestClient connect(ConfigurableApplicationContext application) {
		return SocketIOTestClient.bindTo(application).connect("/persistent-chat");
	}

	private static List<StoredMessage> history(SocketIOTestClient client) {
		return client.await("history").get(0, History.class).messages();
	}

	private static Outcome say(SocketIOTestClient client, String nickname, String text) {
		return client.call("say", new Say(nickname, text)).get(0, Outcome.class);
	}

	@Test
	void messagesSurviveARestart() {
		StoredMessage said;
		try (ConfigurableApplicationContext application = start()) {
			SocketIOTestClient ada = connect(application);
			SocketIOTestClient bob = connect(application);
			assertThat(history(ada)).isEmpty();
			assertThat(say(ada, " Ada ", " It's 'quoted'; drop table message; 😀 ")).isEqualTo(Outcome.OK);
			said = bob.await("said").get(0, StoredMessage.class);
			assertThat(said.nickname()).isEqualTo("Ada");
			assertThat(said.text()).isEqualTo("It's 'quoted'; drop table message; 😀");
			assertThat(ada.await("said").get(0, StoredMessage.class)).isEqualTo(said);
			assertThat(history(connect(application))).containsExactly(said);
		}
		try (ConfigurableApplicationContext application = start()) {
			SocketIOTestClient ada = connect(application);
			assertThat(history(ada)).containsExactly(said);
			assertThat(say(ada, "Ada", "I am back")).isEqualTo(Outcome.OK);
			assertThat(ada.await("said").get(0, StoredMessage.class).id()).isGreaterThan(said.id());
		}
	}

	@Test
	void olderMessagesComePageByPage() {
		try (ConfigurableApplicationContext application = start()) {
			MessageStore store = application.getBean(MessageStore.class);
			int count = MessageStore.MAX_MESSAGES + 10;
			for (int i = 1; i <= count; i++) {
				store.add("Ada", "number " + i, Instant.EPOCH.plusSeconds(i));
			}
			SocketIOTestClient client = connect(application);
			List<StoredMessage> page = history(client);
			assertThat(page).extracting(StoredMessage::text).endsWith("number " + count);
			assertThat(page).hasSize(PersistentChatController.PAGE);
			assertThat(page.get(0).at())
				.isEqualTo(Instant.EPOCH.plusSeconds(count - PersistentChatController.PAGE + 1));
			int seen = 0;
			boolean more = true;
			while (more) {
				seen += page.size();
				History older = client.call("older", page.get(0).id()).get(0, History.class);
				assertThat(older.ok()).isTrue();
				page = older.messages();
				more = older.more();
			}
			assertThat(seen + page.size()).isEqualTo(MessageStore.MAX_MESSAGES);
			assertThat(page.get(0).text()).isEqualTo("number 11");
		}
	}

	@Test
	void whatIsRefusedIsNotStored() {
		try (ConfigurableApplicationContext application = start()) {
			SocketIOTestClient client = connect(application);
			assertThat(history(client)).isEmpty();
			assertThat(say(client, " ", "Hello")).isEqualTo(Outcome.refused("The nickname must not be empty."));
			assertThat(say(client, "Ada", "")).isEqualTo(Outcome.refused("The message must not be empty."));
			assertThat(say(client, "Ada", "x".repeat(Input.MAX_MESSAGE + 1)).ok()).isFalse();
			assertThat(client.call("say").get(0, Outcome.class).ok()).isFalse();
			assertThat(client.takeReceived()).isEmpty();
			assertThat(application.getBean(MessageStore.class).before(Long.MAX_VALUE, 1)).isEmpty();
		}
	}

}
