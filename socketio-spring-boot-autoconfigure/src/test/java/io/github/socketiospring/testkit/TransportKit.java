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

	private static final int NEARLY_MAX = 999_900;

	private final KitApplication application = new KitApplication();

	private TestServer server;

	private KitClient client;

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
		this.server = builder.start();
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
	private String join(String namespace) {
		this.client.join(namespace);
		List<Object> who = this.client.call(namespace, "who");
		assertThat(who.get(1)).isEqualTo(transport());
		return (String) who.get(0);
	}

	private void awaitReason(String id, DisconnectReason reason) {
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

	private static byte[] bytes(int length) {
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
		assertThat(again).isNotEqualTo(chat);
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
		return false;
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

	@Test
	void livesAsLongAsTheHeartBeats() {
		String id = join("/");
		for (int beat = 1; beat <= 3; beat++) {
			int beats = beat;
			// Longer than the server waits for an answer, shorter than it rests.
			this.server.clock().advance(PING_INTERVAL.minusSeconds(5));
			assertThat(this.client.call("/", "ask", beats)).containsExactly(beats);
			assertThat(this.client.heartbeats()).isEqualTo(beats - 1);
			this.server.clock().advance(Duration.ofSeconds(5));
			await().until(() -> this.client.heartbeats() == beats);
			await().until(() -> this.client.answeredHeartbeats() == beats);
			assertThat(this.client.call("/", "ask", beats)).containsExactly(beats);
		}
		assertThat(this.application.reason(id)).isNull();
	}

	@Test
	void diesWithoutAHeartbeat() {
		String id = join("/");
		this.client.answerHeartbeats(false);
		this.server.clock().advance(PING_INTERVAL);
		await().until(() -> this.client.heartbeats() == 1);
		this.server.clock().advance(PING_TIMEOUT);
		awaitReason(id, DisconnectReason.PING_TIMEOUT);
		this.client.awaitEnd();
	}

}
