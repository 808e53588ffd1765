package io.github.socketiospring.test;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.socketiospring.Revision;
import io.github.socketiospring.test.autoconfigure.AutoConfigureSocketIOTestClient;
import io.github.socketiospring.test.example.EveryOperation;
import io.github.socketiospring.test.example.Journal;
import io.github.socketiospring.test.example.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.test.context.support.WithMockUser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.springframework.security.test.web.reactive.server.SecurityMockServerConfigurers.mockUser;

/**
 * What does not differ between generations, and what goes wrong.
 */
@SpringBootTest(classes = ExampleApplication.class,
		properties = { "socketio.cors.allowed-origins=https://friend.example",
				"socketio.limits.max-sessions-per-address=3" })
@AutoConfigureSocketIOTestClient
class SocketIOTestClientTests {

	private static final Duration SHORT = Duration.ofMillis(50);

	@Autowired
	private SocketIOTestClient.Builder clients;

	@Autowired
	private Journal journal;

	@BeforeEach
	void clear() {
		this.journal.entries.clear();
	}

	// Who may come in

	@Test
	void passesRequestFilters() {
		assertThatExceptionOfType(ConnectErrorException.class)
			.isThrownBy(() -> this.clients.query("refuse", "please").connect())
			.withMessage("not today <b>")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(HttpStatus.BAD_REQUEST));
		assertThatExceptionOfType(ConnectErrorException.class)
			.isThrownBy(() -> this.clients.revision(Revision.V1).query("refuse", "please").connect())
			.withMessage("not today <b>")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(HttpStatus.FORBIDDEN));
	}

	@Test
	void saysThatAFilterDoesNotAnswer() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.clients.timeout(SHORT).header("X-Answer", "never").connect())
			.withMessageContaining("RequestFilter");
	}

	@ParameterizedTest
	@EnumSource
	void isCheckedForItsOrigin(Revision revision) {
		SocketIOTestClient.Builder old = this.clients.revision(revision);
		assertThatExceptionOfType(ConnectErrorException.class)
			.isThrownBy(() -> old.header("Origin", "https://foe.example").connect());
		SocketIOTestClient friend = old.header("Origin", "https://friend.example").connect("/all");
		assertThat(friend.call("who").get(0).path("cross").booleanValue()).isTrue();
		SocketIOTestClient own = old.header("Origin", "http://localhost").connect("/all");
		assertThat(own.call("who").get(0).path("cross").booleanValue()).isFalse();
	}

	@Test
	void isCountedByItsAddress() {
		SocketIOTestClient.Builder same = this.clients.remoteAddress(new InetSocketAddress("192.0.2.7", 1));
		same.connect();
		same.connect();
		SocketIOTestClient last = same.connect();
		assertThatExceptionOfType(ConnectErrorException.class).isThrownBy(same::connect)
			.withMessageContaining("Too many connections");
		last.close();
		last.awaitDisconnect();
		assertThat(same.connect("/all").call("who").get(0).path("address").asString()).contains("192.0.2.7");
	}

	@Test
	void isToldWhyANamespaceRefuses() {
		assertThatExceptionOfType(ConnectErrorException.class)
			.isThrownBy(() -> this.clients.auth(Map.of("token", "wrong")).connect("/members"))
			.withMessage("members only")
			.satisfies((ex) -> assertThat(ex.data().path("code").intValue()).isEqualTo(7))
			.satisfies((ex) -> assertThat(ex.getStackTrace()).extracting(StackTraceElement::getClassName)
				.contains(SocketIOTestClientTests.class.getName()));
		assertThatExceptionOfType(ConnectErrorException.class).isThrownBy(() -> this.clients.connect("/nowhere"))
			.withMessage("Invalid namespace");
		SocketIOTestClient client = this.clients.connect("/all");
		assertThatExceptionOfType(ConnectErrorException.class).isThrownBy(() -> client.join("/members"));
		assertThat(client.join("/members", Map.of("token", "member")).isConnected()).isTrue();
	}

	@Test
	void saysThatANamespaceDoesNotAnswer() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.clients.timeout(SHORT).connect("/never"))
			.withMessageContaining("/never");
	}

	@ParameterizedTest
	@EnumSource(names = { "EIO3", "V1" })
	void oldClientsHaveNoCredentialsForTheRootNamespace(Revision revision) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.clients.revision(revision).auth(Map.of("token", "x")).connect())
			.withMessageContaining("query");
	}

	// Security

	@Test
	void needsAUser() {
		SocketIOTestClient.Builder secured = this.clients.query("secured", "yes");
		assertThatExceptionOfType(ConnectErrorException.class).isThrownBy(() -> secured.connect("/all"))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(HttpStatus.UNAUTHORIZED));
		SocketIOTestClient byHeader = secured.header("Authorization", "Basic YWRhOnNlY3JldA==").connect("/all");
		assertThat(byHeader.call("who").get(0).path("user").asString()).isEqualTo("ada");
		SocketIOTestClient mocked = secured.mutateWith(mockUser("bob")).connect("/all");
		assertThat(mocked.call("who").get(0).path("user").asString()).isEqualTo("bob");
		TestingAuthenticationToken user = new TestingAuthenticationToken("cleo", "", "USER");
		SocketIOTestClient given = secured.principal(user).connect("/all");
		assertThat(given.call("who").get(0).path("user").asString()).isEqualTo("cleo");
	}

	@Test
	void saysWhatAUserMustBe() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.clients.principal(() -> "ada").connect())
			.withMessageContaining("Authentication")
			.withMessageContaining("mockUser");
	}

	@Test
	@WithMockUser("dora")
	void isTheUserOfTheTest() {
		SocketIOTestClient client = this.clients.query("secured", "yes").connect("/all");
		assertThat(client.call("who").get(0).path("user").asString()).isEqualTo("dora");
	}

	// Events

	@Test
	void receivesWhatOthersSend() {
		SocketIOTestClient ada = this.clients.connect("/chat");
		SocketIOTestClient bob = this.clients.connect("/chat");
		assertThat(ada.call("say", new Message("Ada", "Hello")).get(0, String.class)).isEqualTo("delivered");
		assertThat(bob.await("said").get(0, Message.class)).isEqualTo(new Message("Ada", "Hello"));
		assertThat(ada.takeReceived()).isEmpty();
	}

	@Test
	void takesWhatOthersHaveCaused() {
		SocketIOTestClient ada = this.clients.connect("/chat");
		SocketIOTestClient bob = this.clients.connect("/chat");
		for (int i = 0; i < 100; i++) {
			ada.emit("say", new Message("Ada", "Hello"));
			assertThat(bob.takeReceived()).hasSize(1);
		}
		ada.disconnect();
		assertThat(this.clients.connect("/chat").takeReceived()).isEmpty();
	}

	@Test
	void awaitsAnEventAsWanted() {
		SocketIOTestClient client = this.clients.connect("/all");
		client.emit("burst", 10);
		ReceivedEvent seven = client.await((event) -> event.event().equals("number") && event.get(0, int.class) == 7);
		assertThat(seven).hasToString("number [7]");
		assertThat(client.await("number").get(0, int.class)).isEqualTo(0);
		assertThat(client.takeReceived()).extracting(ReceivedEvent::toString)
			.containsExactly("welcome [\"" + client.id() + "\"]", "number [1]", "number [2]", "number [3]",
					"number [4]", "number [5]", "number [6]", "number [8]", "number [9]");
	}

	@Test
	void keepsTheLatestEvents() {
		SocketIOTestClient client = this.clients.connect("/all");
		client.emit("burst", Inbox.MAX_EVENTS + 5);
		assertThat(client.takeReceived()).hasSize(Inbox.MAX_EVENTS)
			.first()
			.satisfies((event) -> assertThat(event.get(0, int.class)).isEqualTo(5));
		client.close();
		StepVerifier.create(client.received()).expectNextCount(Inbox.MAX_EVENTS).verifyComplete();
	}

	@Test
	void volatileEventsAreDroppedWhileItDoesNotRead() {
		SocketIOTestClient client = this.clients.connect("/all");
		client.await("welcome");
		client.reading(false);
		client.emit("volatile");
		assertThat(client.takeReceived()).isEmpty();
		client.reading(true);
		assertThat(client.takeReceived()).extracting(ReceivedEvent::event).containsExactly("reliable");
		client.emit("volatile");
		assertThat(client.takeReceived()).extracting(ReceivedEvent::event).containsExactly("volatile", "reliable");
	}

	@Test
	void isDisconnectedIfItReadsTooSlowly() throws Exception {
		SocketIOTestClient client = this.clients.connect("/all");
		client.reading(false);
		while (client.isConnected() && this.journal.entries.isEmpty()) {
			client.emit("burst", 5_000);
			client.takeReceived();
		}
		assertThat(this.journal.entries.take()).isEqualTo("/all forced server close");
	}

	@Test
	void waitsForHandlersOfEventsThatTheServerHasNotReadYet() {
		SocketIOTestClient client = this.clients.connect("/all");
		for (int i = 0; i < 5_000; i++) {
			client.emit("echo", i);
		}
		assertThat(client.takeReceived()).hasSize(5_001);
	}

	// What goes wrong

	@Test
	void tellsWhatWasReceivedInstead() {
		SocketIOTestClient client = this.clients.timeout(Duration.ofMillis(200)).connect("/all");
		client.call("echo", "one");
		client.await("welcome");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.await("two"))
			.withMessageContaining("There is no \"two\" after 200 ms")
			.withMessageContaining("/all is connected and has received 2 event(s)")
			.withMessageContaining("(taken)")
			.withMessageContaining("echoed [\"one\"]");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.await((event) -> false))
			.withMessageContaining("event as wanted");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.call("unanswered"))
			.withMessageContaining("\"unanswered\" is not answered after 200 ms")
			.withMessageContaining("echoed [\"one\"]");
		StepVerifier.create(client.emitWithAck("no such event"))
			.expectErrorSatisfies(
					(ex) -> assertThat(ex).isInstanceOf(AssertionError.class).hasMessageContaining("no handler"))
			.verify();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(client::awaitDisconnect)
			.withMessageContaining("not disconnected");
	}

	@Test
	void doesNotWaitForWhatCannotComeAnyMore() {
		SocketIOTestClient client = this.clients.timeout(Duration.ofMinutes(10)).connect("/all");
		StepVerifier.create(client.emitWithAck("unanswered"))
			.then(client::drop)
			.expectErrorSatisfies((ex) -> assertThat(ex).hasMessageContaining("transport close"))
			.verify();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.await("never"))
			.withMessageContaining("there will be none");
		assertThatIllegalStateException().isThrownBy(() -> client.emit("echo"));
		assertThatIllegalStateException().isThrownBy(() -> client.call("echo"));
		assertThatIllegalStateException().isThrownBy(() -> client.join("/chat")).withMessageContaining("has ended");
		StepVerifier.create(client.emitWithAck("echo")).verifyError(IllegalStateException.class);
	}

	@Test
	void saysThatHandlersStillRun() {
		EveryOperation.gate = new CountDownLatch(1);
		try {
			SocketIOTestClient client = this.clients.timeout(Duration.ofMillis(200)).connect("/all");
			client.emit("wait");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(client::takeReceived)
				.withMessageContaining("Handlers still run");
			EveryOperation.gate.countDown();
			assertThat(client.await("waited").size()).isZero();
		}
		finally {
			EveryOperation.gate.countDown();
		}
	}

	@Test
	void refusesReservedNames() {
		SocketIOTestClient client = this.clients.connect("/all");
		assertThatIllegalArgumentException().isThrownBy(() -> client.emit("disconnect"));
		assertThatIllegalArgumentException().isThrownBy(() -> client.call("connect"));
		assertThatIllegalArgumentException().isThrownBy(() -> client.emitWithAck("connect_error"));
	}

	@Test
	void doesNotLetItsThreadWait() {
		SocketIOTestClient client = this.clients.connect("/all");
		client.answer("question", (question) -> client.call("echo", 1).get(0, int.class));
		client.emit("ask-me", 1);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.await("anything"))
			.withMessageContaining("question")
			.havingRootCause()
			.withMessageContaining("would block");
	}

	@Test
	void refusesATimeOutThatIsNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.clients.timeout(Duration.ZERO));
	}

	@Test
	void explainsThatThereIsNoServer() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.refresh();
			assertThatIllegalStateException().isThrownBy(() -> SocketIOTestClient.bindTo(context))
				.withMessageContaining("socketio-spring-boot-starter")
				.withMessageContaining("@SocketIOTest");
		}
	}

}
