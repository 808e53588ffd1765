package io.github.socketiospring.test;

import java.util.Map;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.Revision;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.test.autoconfigure.AutoConfigureSocketIOTestClient;
import io.github.socketiospring.test.example.Journal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.security.authentication.TestingAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What clients of all generations can do.
 */
@SpringBootTest(classes = ExampleApplication.class)
@AutoConfigureSocketIOTestClient
class EveryGenerationTests {

	@Autowired
	private SocketIOTestClient.Builder clients;

	@Autowired
	private SocketIOServer io;

	@Autowired
	private Journal journal;

	@BeforeEach
	void clear() {
		this.journal.entries.clear();
	}

	private SocketIOTestClient connect(Revision revision, String namespace) {
		return this.clients.revision(revision).connect(namespace);
	}

	@ParameterizedTest
	@EnumSource
	void joinsANamespace(Revision revision) {
		SocketIOTestClient client = connect(revision, "/all");
		assertThat(client.namespace()).isEqualTo("/all");
		assertThat(client.isConnected()).isTrue();
		assertThat(this.io.of("/all").socket(client.id())).isNotNull();
		assertThat(client.await("welcome").get(0, String.class)).isEqualTo(client.id());
	}

	@ParameterizedTest
	@EnumSource
	void joinsTheRootNamespace(Revision revision) {
		SocketIOTestClient client = connect(revision, "/");
		assertThat(this.io.of("/").socket(client.id())).isNotNull();
		assertThat(client.await("welcome").get(0, String.class)).isEqualTo(client.id());
	}

	@ParameterizedTest
	@EnumSource
	void emitsAndReceives(Revision revision) {
		SocketIOTestClient client = connect(revision, "/all");
		client.emit("echo", "ünïcödé", 1, null, Map.of("a", true));
		ReceivedEvent echoed = client.await("echoed");
		assertThat(echoed.size()).isEqualTo(4);
		assertThat(echoed.get(0, String.class)).isEqualTo("ünïcödé");
		assertThat(echoed.get(2).isNull()).isTrue();
		assertThat(echoed.get(3).path("a").booleanValue()).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void isAnswered(Revision revision) {
		SocketIOTestClient client = connect(revision, "/all");
		Arguments answer = client.call("echo", "a", 2);
		assertThat(answer.asList()).hasToString("[\"a\", 2]");
		StepVerifier.create(client.emitWithAck("echo", "later"))
			.assertNext((later) -> assertThat(later.get(0, String.class)).isEqualTo("later"))
			.verifyComplete();
	}

	@ParameterizedTest
	@EnumSource
	void answers(Revision revision) {
		SocketIOTestClient client = connect(revision, "/all");
		client.answer("question", (question) -> question.get(0, int.class) + 1);
		assertThat(client.call("ask-me", 41).get(0, String.class)).isEqualTo("1:[42]");
		client.answer("question", (question) -> new Object[] { "a", null });
		assertThat(client.call("ask-me", 41).get(0, String.class)).isEqualTo("2:[\"a\", null]");
		client.answer("question", (question) -> null);
		assertThat(client.call("ask-me", 41).get(0, String.class)).isEqualTo("0:[]");
	}

	@ParameterizedTest
	@EnumSource
	void answersWhenItLikes(Revision revision) {
		SocketIOTestClient client = connect(revision, "/all");
		StepVerifier.create(client.emitWithAck("ask-me", 1))
			.then(() -> client.await("question").answer("done"))
			.assertNext((answer) -> assertThat(answer.get(0, String.class)).isEqualTo("1:[\"done\"]"))
			.verifyComplete();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> client.await("welcome").answer("x"))
			.withMessageContaining("welcome");
	}

	@ParameterizedTest
	@EnumSource
	void sendsMessagesAndJson(Revision revision) {
		SocketIOTestClient client = connect(revision, "/all");
		client.send("text");
		assertThat(client.await("got-message").get(0, String.class)).isEqualTo("text");
		client.sendJson(Map.of("a", 1));
		assertThat(client.await("got-json").get(0)).hasToString("{\"a\":1}");
		client.sendJson("text");
		assertThat(client.await("got-json").get(0, String.class)).isEqualTo("text");
	}

	@ParameterizedTest
	@EnumSource
	void sendsAndReceivesBytes(Revision revision) {
		SocketIOTestClient client = connect(revision, "/all");
		assertThat(client.call("bytes", (Object) new byte[] { 1, 2, 3 }).get(0, byte[].class)).containsExactly(3, 2, 1);
		assertThat(client.await("reversed").get(1, byte[].class)).containsExactly(3, 2, 1);
	}

	@ParameterizedTest
	@EnumSource
	void isInSeveralNamespaces(Revision revision) {
		SocketIOTestClient all = connect(revision, "/all");
		SocketIOTestClient chat = all.join("/chat");
		assertThat(all.join("/chat")).isSameAs(chat);
		assertThat(chat.call("greet", "Ada").get(0, String.class)).isEqualTo("Hello, Ada");
		chat.disconnect();
		assertThat(chat.isConnected()).isFalse();
		assertThat(all.isConnected()).isTrue();
		assertThat(all.call("echo", "still there").get(0, String.class)).isEqualTo("still there");
		assertThat(all.join("/chat").call("greet", "Bob").get(0, String.class)).isEqualTo("Hello, Bob");
	}

	@ParameterizedTest
	@EnumSource
	void isRefusedByANamespace(Revision revision) {
		assertThatExceptionOfType(ConnectErrorException.class).isThrownBy(() -> connect(revision, "/members"))
			.satisfies((ex) -> assertThat(ex.status()).isNull())
			.withMessage(refusal(revision));
	}

	/**
	 * What a client reads that is refused.
	 */
	String refusal(Revision revision) {
		return switch (revision) {
			case EIO4 -> "members only";
			case EIO3 -> "{\"code\":7}";
			case V1 -> "unauthorized";
		};
	}

	@ParameterizedTest
	@EnumSource
	void isLetInWithCredentials(Revision revision) {
		SocketIOTestClient client = this.clients.revision(revision).auth(Map.of("token", "member")).connect("/members");
		assertThat(client.isConnected()).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void showsWhatItIs(Revision revision) {
		SocketIOTestClient client = this.clients.revision(revision)
			.query("token", "a b&c=d")
			.header("X-Test", "yes")
			.principal(new TestingAuthenticationToken("ada", "", "USER"))
			.connect("/all");
		var who = client.call("who").get(0);
		assertThat(who.path("revision").asString()).isEqualTo(revision.name());
		assertThat(who.path("user").asString()).isEqualTo("ada");
		assertThat(who.path("token").asString()).isEqualTo("a b&c=d");
		assertThat(who.path("header").asString()).isEqualTo("yes");
		assertThat(who.path("address").asString()).contains("127.0.0.1");
		assertThat(who.path("transport").asString()).isEqualTo("websocket");
		assertThat(who.path("path").asString()).isEqualTo((revision == Revision.V1) ? "/socket.io/1/" : "/socket.io/");
	}

	@ParameterizedTest
	@EnumSource
	void isDisconnectedByTheServer(Revision revision) {
		SocketIOTestClient client = connect(revision, "/all");
		client.emit("kick");
		assertThat(client.awaitDisconnect()).isEqualTo("io server disconnect");
		assertThat(client.isConnected()).isFalse();
		await().until(() -> this.journal.entries.contains("/all server namespace disconnect"));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> client.emit("echo"))
			.withMessageContaining("io server disconnect");
	}

	@ParameterizedTest
	@EnumSource
	void isDisconnectedWithItsConnection(Revision revision) {
		SocketIOTestClient client = connect(revision, "/all");
		SocketIOTestClient chat = client.join("/chat");
		client.emit("close");
		assertThat(client.awaitDisconnect()).isEqualTo("io server disconnect");
		assertThat(chat.awaitDisconnect()).isEqualTo("io server disconnect");
	}

	@ParameterizedTest
	@EnumSource
	void disconnects(Revision revision) {
		SocketIOTestClient client = connect(revision, "/all");
		client.disconnect();
		assertThat(client.awaitDisconnect()).isEqualTo("io client disconnect");
		await().until(() -> this.journal.entries.contains("/all client namespace disconnect"));
		client.disconnect();
	}

	@ParameterizedTest
	@EnumSource
	void closes(Revision revision) {
		SocketIOTestClient client = connect(revision, "/all");
		client.close();
		assertThat(client.awaitDisconnect()).isEqualTo("io client disconnect");
		await().until(() -> this.journal.entries.contains("/all transport close"));
		client.close();
	}

	@ParameterizedTest
	@EnumSource
	void losesTheNetwork(Revision revision) {
		SocketIOTestClient client = connect(revision, "/all");
		StepVerifier.create(client.received()).expectNextCount(1).then(client::drop).verifyComplete();
		StepVerifier.create(client.disconnected()).expectNext("transport close").verifyComplete();
	}

	@ParameterizedTest
	@EnumSource
	void takesWhatHasArrived(Revision revision) {
		SocketIOTestClient client = connect(revision, "/all");
		client.emit("burst", 200);
		assertThat(client.takeReceived()).hasSize(201)
			.last()
			.satisfies((last) -> assertThat(last.get(0, int.class)).isEqualTo(199));
		assertThat(client.takeReceived()).isEmpty();
		StepVerifier.create(client.received("number").take(200)).expectNextCount(200).verifyComplete();
	}

	@ParameterizedTest
	@EnumSource
	void connectsAgain(Revision revision) {
		SocketIOTestClient client = this.clients.revision(revision).auth(Map.of("token", "member")).connect("/members");
		SocketIOTestClient again = client.reconnect();
		assertThat(client.isConnected()).isFalse();
		assertThat(again.isConnected()).isTrue();
		assertThat(again.id()).isNotEqualTo(client.id());
		assertThat(again.recovered()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void settles(Revision revision) {
		SocketIOTestClient client = connect(revision, "/all");
		client.emit("burst", 3);
		assertThat(client.settle()).isSameAs(client);
		assertThat(client.await("number").get(0, int.class)).isZero();
		assertThat(client.takeReceived()).hasSize(3);
	}

}
