package io.github.socketiospring.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.DisconnectReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What every transport must do, of whatever revision. Time is virtual: nothing here waits
 * for a heartbeat.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TransportKit {

	private static final Duration PING_INTERVAL = Duration.ofSeconds(26);

	private static final Duration PING_TIMEOUT = Duration.ofSeconds(21);

	private static final int EVENTS = 200;

	/** Less a form's escapes. */
	private static final int NEARLY_MAX = 999_800;

	final KitApplication application = new KitApplication();

	TestServer server;

	KitClient client;

	/**
	 * Makes a client that is not connected.
	 */
	protected abstract KitClient client(TestServer server);

	/** The name of the transport that carries the client once it has joined. */
	protected abstract String transport();

	protected void configure(TestServer.Builder builder) {
	}

	@BeforeAll
	void startServer() {
		TestServer.Builder builder = TestServer.builder().customizer(this.application).virtualTime();
		configure(builder);
		this.server = start(builder);
	}

	/** Starts the server, and others if need be. */
	protected TestServer start(TestServer.Builder builder) {
		return builder.start();
	}

	@AfterAll
	void stopServer() {
		this.server.close();
	}

	@BeforeEach
	void connect() {
		this.client = client(this.server);
		this.client.open();
	}

	@AfterEach
	void disconnect() {
		this.client.close();
		await().until(() -> this.server.engine().size() == 0);
	}

	/** Joins a namespace and returns the socket's id. */
	final String join(String namespace) {
		this.client.join(namespace);
		List<Object> who = this.client.call(namespace, "who");
		assertThat(who.get(1)).isEqualTo(transport());
		return (String) who.get(0);
	}

	final void awaitReason(String id, DisconnectReason reason) {
		await().until(() -> this.application.reason(id) != null);
		assertThat(this.application.reason(id)).isEqualTo(reason);
	}

	@Test
	void echoes() {
		join("/");
		this.client.emit("/", "echo", "hello", 1, List.of(true, Map.of("a", 1.5)));
		KitClient.Event event = this.client.next();
		assertThat(event.namespace()).isEqualTo("/");
		assertThat(event.name()).isEqualTo("echo");
		assertThat(event.arguments()).containsExactly("hello", 1, List.of(true, Map.of("a", 1.5)));
	}

	@Test
	void keepsTheOrderOfWhatTheClientSends() {
		join("/");
		List<Object> received = new ArrayList<>();
		List<Object> sent = new ArrayList<>();
		for (int i = 0; i < EVENTS; i++) {
			sent.add(i);
			this.client.emit("/", "echo", i);
		}
		for (int i = 0; i < EVENTS; i++) {
			received.add(this.client.next().argument());
		}
		assertThat(received).isEqualTo(sent);
	}

	@Test
	void keepsTheOrderOfWhatTheServerSends() {
		join("/");
		this.client.emit("/", "count", EVENTS);
		for (int i = 0; i < EVENTS; i++) {
			assertThat(this.client.next().argument()).isEqualTo(i);
		}
	}

	@Test
	void acknowledgesBothWays() {
		join("/chat");
		assertThat(this.client.call("/chat", "ask", "a", 2)).containsExactly("a", 2);
		this.client.emit("/chat", "question", "really?");
		KitClient.Event question = this.client.next();
		assertThat(question.arguments()).containsExactly("really?");
		assertThat(question.id()).isNotNegative();
		this.client.acknowledge(question, "yes", List.of(1));
		KitClient.Event answered = this.client.next();
		assertThat(answered.name()).isEqualTo("answered");
		assertThat(answered.arguments()).containsExactly("yes", List.of(1));
	}

	@Test
	void pushesToAnIdleClient() {
		join("/chat");
		this.server.io().of("/chat").emit("news", "one");
		assertThat(this.client.next().argument()).isEqualTo("one");
		this.server.io().of("/chat").emit("news", "two");
		assertThat(this.client.next().argument()).isEqualTo("two");
	}

	@Test
	void carriesNestedBinaryBothWays() {
		join("/");
		byte[] first = bytes(3);
		byte[] second = bytes(70_000);
		byte[] third = {};
		Object nested = Map.of("list", List.of(first, Map.of("deep", second)), "text", "t");
		List<Object> answer = this.client.call("/", "ask", nested, third);
		assertThat(answer).usingRecursiveComparison().isEqualTo(List.of(nested, third));
		this.client.emit("/", "question", nested, third);
		KitClient.Event question = this.client.next();
		assertThat(question.arguments()).usingRecursiveComparison().isEqualTo(List.of(nested, third));
		this.client.acknowledge(question, third, nested);
		KitClient.Event answered = this.client.next();
		assertThat(answered.arguments()).usingRecursiveComparison().isEqualTo(List.of(third, nested));
	}

	static byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (i * 31);
		}
		return bytes;
	}

	@Test
	void carriesAnyText() {
		join("/");
		String text = "é ✓ 𝒳 👩‍👩‍👧 \u2028\u2029 \n \\n \\\\n \r\t\" ' </script> \u001e \u0000 %41 + & =";
		assertThat(this.client.call("/", "ask", text)).containsExactly(text);
		assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(text.length());
	}

	@Test
	void carriesMessagesUpToTheLimit() {
		join("/");
		String text = "x".repeat(NEARLY_MAX);
		assertThat(this.client.call("/", "ask", text)).containsExactly(text);
	}

	@Test
	void serversSeveralNamespacesOnOneConnection() {
		String root = join("/");
		String chat = join("/chat");
		String other = join("/other");
		assertThat(List.of(root, chat, other)).doesNotHaveDuplicates();
		this.client.emit("/other", "echo", "o");
		assertThat(this.client.next().namespace()).isEqualTo("/other");
		this.client.leave("/chat");
		awaitReason(chat, DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
		assertThat(this.client.call("/", "ask", 1)).containsExactly(1);
		assertThat(this.application.reason(root)).isNull();
		String again = join("/chat");
		assertRejoined(chat, again);
	}

	@Test
	void dropsVolatileEventsUnlessTheyCanLeaveAtOnce() {
		join("/chat");
		await().until(() -> {
			this.server.io().of("/chat").volatileEmit("now");
			return this.client.waiting() > 0;
		});
		assertThat(this.client.next().name()).isEqualTo("now");
		this.client.emit("/chat", "burst");
		await().until(() -> this.client.next().name().equals("first"));
		String next = this.client.next().name();
		if (mayAskForMoreInBetween() && !next.equals("last")) {
			next = this.client.next().name();
		}
		assertThat(next).isEqualTo("last");
	}

	/**
	 * Whether the client can be ready for a volatile event again although another was
	 * emitted right before it: a poll may be back at once.
	 */
	protected boolean mayAskForMoreInBetween() {
		return transport().endsWith("polling");
	}

	@Test
	void theServerDisconnectsANamespace() {
		String root = join("/");
		String chat = join("/chat");
		this.client.emit("/chat", "kick", false);
		this.client.awaitLeft("/chat");
		awaitReason(chat, DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
		assertThat(this.client.call("/", "ask", 1)).containsExactly(1);
		assertThat(this.application.reason(root)).isNull();
	}

	@Test
	void theServerDisconnectsTheConnection() {
		String root = join("/");
		String chat = join("/chat");
		this.client.emit("/chat", "kick", true);
		this.client.awaitLeft("/");
		this.client.awaitLeft("/chat");
		this.client.awaitEnd();
		awaitReason(root, DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
		awaitReason(chat, DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
	}

	@Test
	void theClientClosesTheConnection() {
		String id = join("/");
		this.client.close();
		awaitReason(id, DisconnectReason.TRANSPORT_CLOSE);
	}

	@Test
	void theNetworkFails() {
		String id = join("/");
		this.client.drop();
		await().until(() -> this.application.reason(id) != null);
		assertThat(this.application.reason(id)).isIn(DisconnectReason.TRANSPORT_CLOSE,
				DisconnectReason.TRANSPORT_ERROR);
	}

	/** What is known of the id of a socket that has left and come again. */
	protected void assertRejoined(String before, String after) {
		assertThat(after).isNotEqualTo(before);
	}

	@Test
	void livesAsLongAsTheHeartBeats() {
		String id = join("/");
		for (int beat = 1; beat <= 3; beat++) {
			beat(this.client, this.server, beat);
			assertThat(this.client.call("/", "ask", beat)).containsExactly(beat);
		}
		assertThat(this.application.reason(id)).isNull();
	}

	/** Lets time pass until the heart beats, and waits until that is done. */
	protected void beat(KitClient client, TestServer server, int beat) {
		// Longer than the server waits for an answer, shorter than it rests.
		server.clock().advance(PING_INTERVAL.minusSeconds(5));
		assertThat(client.call("/", "ask", beat)).containsExactly(beat);
		assertThat(client.heartbeats()).isEqualTo(beat - 1);
		server.clock().advance(Duration.ofSeconds(5));
		await().until(() -> client.heartbeats() == beat);
		await().until(() -> client.answeredHeartbeats() == beat);
	}

	@Test
	void diesWithoutAHeartbeat() {
		String id = join("/");
		fallSilent(this.client, this.server);
		awaitReason(id, DisconnectReason.PING_TIMEOUT);
		this.client.awaitEnd();
	}

	/** Lets time pass until the server must take the client for dead. */
	protected void fallSilent(KitClient client, TestServer server) {
		client.answerHeartbeats(false);
		server.clock().advance(PING_INTERVAL);
		await().until(() -> client.heartbeats() == 1);
		server.clock().advance(PING_TIMEOUT);
	}

}
