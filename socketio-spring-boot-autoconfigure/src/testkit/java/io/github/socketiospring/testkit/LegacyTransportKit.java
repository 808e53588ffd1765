package io.github.socketiospring.testkit;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.engine.legacy.VirtualConnection;
import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@link TransportKit} for protocol 1, whose sessions outlive their connections.
 */
public abstract class LegacyTransportKit extends TransportKit {

	private static final Duration INTERVAL = Duration.ofSeconds(25);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(60);

	private static final Duration POLLING_DURATION = Duration.ofSeconds(20);

	private static final Duration SECOND = Duration.ofSeconds(1);

	/** What the server's system takes in advance must be much less than one payload. */
	private static final int SEND_BUFFER = 32 * 1024;

	private static final int LARGE_EVENTS = 40;

	private static final int LARGE = 50_000;

	private final LegacyTransport transport;

	protected LegacyTransportKit(LegacyTransport transport) {
		this.transport = transport;
	}

	@Override
	protected void configure(TestServer.Builder builder) {
		builder.bean(NettyServerCustomizer.class, (http) -> http.childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER));
	}

	@Override
	protected final KitClient client(TestServer server) {
		return new LegacySocketIoClient(server, this.transport);
	}

	private LegacySocketIoClient legacy() {
		return (LegacySocketIoClient) this.client;
	}

	@Override
	protected final String transport() {
		return this.transport.wireName();
	}

	private VirtualConnection connection() {
		return connection(legacy());
	}

	private VirtualConnection connection(LegacySocketIoClient client) {
		return Objects.requireNonNull(this.server.legacySessions().find(client.sid()));
	}

	/** Goes on with the client's session. */
	private LegacySocketIoClient resume(LegacyTransport next) {
		LegacySocketIoClient successor = legacy().successor(next);
		this.client = successor;
		successor.resume();
		return successor;
	}

	// Where protocol 1 differs

	/** Nobody knows where a client's requests meet: each may be on another event loop. */
	@Override
	protected boolean mayAskForMoreInBetween() {
		return !this.transport.isWebSocket();
	}

	@Override
	protected void assertRejoined(String before, String after) {
		assertThat(before).isEqualTo("/chat#" + legacy().sid());
		assertThat(after).isEqualTo(before);
	}

	@Test
	void theRootSocketHasTheSessionsId() {
		assertThat(join("/")).isEqualTo(legacy().sid());
	}

	/** There is no binary data: it is base64. */
	@Test
	@Override
	void carriesNestedBinaryBothWays() {
		byte[] bytes = bytes(70_000);
		String base64 = Base64.getEncoder().encodeToString(bytes);
		assertThat(this.client.call("/", "ask", Map.of("a", List.of(bytes)), bytes(0)))
			.containsExactly(Map.of("a", List.of(base64)), "");
		assertThat(this.client.call("/", "bytes", bytes)).containsExactly(70_000, base64);
		assertThat(this.client.call("/", "bytes", base64)).containsExactly(70_000, base64);
	}

	@Test
	@Override
	void theClientClosesTheConnection() {
		String id = join("/");
		String chat = join("/chat");
		this.client.close();
		awaitReason(id, DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
		awaitReason(chat, DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
		this.client.awaitEnd();
	}

	@Test
	void theServerDisconnectsTheRootNamespace() {
		String root = join("/");
		String chat = join("/chat");
		this.client.emit("/", "kick", false);
		this.client.awaitLeft("/");
		this.client.awaitEnd();
		awaitReason(root, DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
		awaitReason(chat, DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
		assertThat(legacy().packets()).contains("0::");
	}

	@Test
	@Override
	void theNetworkFails() {
		String id = join("/");
		VirtualConnection connection = connection();
		awaitCarrier(connection);
		this.client.drop();
		awaitNoCarrier(connection);
		this.server.clock().advance(CLOSE_TIMEOUT.minus(SECOND));
		assertThat(this.application.reason(id)).isNull();
		assertThat(connection.session().isOpen()).isTrue();
		this.server.clock().advance(SECOND.multipliedBy(2));
		awaitReason(id, DisconnectReason.TRANSPORT_CLOSE);
	}

	/** A poll that was answered may have been followed by another one. */
	private void awaitNoCarrier(VirtualConnection connection) {
		await().until(() -> !connection.isCarried());
	}

	private void awaitCarrier(VirtualConnection connection) {
		await().until(connection::isWritable);
	}

	@Override
	protected void beat(KitClient client, TestServer server, int beat) {
		if (!this.transport.polls()) {
			super.beat(client, server, beat);
			assertThat(legacy().noops()).isZero();
			return;
		}
		VirtualConnection connection = connection();
		awaitCarrier(connection);
		server.clock().advance(POLLING_DURATION.minus(SECOND));
		assertThat(legacy().noops()).isEqualTo(beat - 1);
		server.clock().advance(SECOND.multipliedBy(2));
		await().until(() -> legacy().noops() == beat);
		assertThat(client.heartbeats()).isZero();
	}

	@Test
	@Override
	void diesWithoutAHeartbeat() {
		String id = join("/");
		VirtualConnection connection = connection();
		if (this.transport.polls()) {
			awaitCarrier(connection);
			legacy().wire().pause();
			this.server.clock().advance(POLLING_DURATION.plus(SECOND));
			awaitNoCarrier(connection);
			this.server.clock().advance(CLOSE_TIMEOUT.minus(SECOND));
			assertThat(this.application.reason(id)).isNull();
			this.server.clock().advance(SECOND.multipliedBy(2));
			awaitReason(id, DisconnectReason.TRANSPORT_CLOSE);
		}
		else {
			this.client.answerHeartbeats(false);
			for (int beat = 1; beat <= 3; beat++) {
				this.server.clock().advance(INTERVAL);
				int due = beat;
				await().until(() -> this.client.heartbeats() == due);
			}
			this.server.clock().advance(Duration.ofSeconds(9));
			assertThat(connection.session().isOpen()).isTrue();
			this.server.clock().advance(SECOND.multipliedBy(2));
			awaitReason(id, DisconnectReason.PING_TIMEOUT);
		}
		this.client.awaitEnd();
	}

	// What only protocol 1 has

	@Test
	void keepsWhatIsSentWhileNobodyCarriesTheSession() {
		for (LegacyTransport next : List.of(this.transport, this.transport.other())) {
			String id = this.client.call("/", "who").get(0).toString();
			VirtualConnection connection = connection();
			awaitCarrier(connection);
			this.client.drop();
			awaitNoCarrier(connection);
			IntStream.range(0, 50).forEach((i) -> this.server.io().to(id).emit("n", i));
			LegacySocketIoClient successor = resume(next);
			for (int i = 0; i < 50; i++) {
				assertThat(successor.next().argument()).isEqualTo(i);
			}
			assertThat(successor.packets()).hasSize(50);
			assertThat(successor.call("/", "who")).containsExactly(id, next.wireName());
			assertThat(this.application.reason(id)).isNull();
		}
	}

	/**
	 * What the client has read must not come again; what has left the server and is lost
	 * with the network, nobody knows.
	 */
	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	void losesNothingThatItCouldNotWrite(boolean gently, boolean sameTransport) {
		String id = join("/");
		legacy().wire().stall();
		awaitCarrier(connection());
		emitAtOnce(id);
		await().until(() -> legacy().wire().isWaiting());
		if (gently) {
			legacy().wire().dropGently();
		}
		else {
			this.client.drop();
		}
		this.client.awaitEnd();
		List<Object> seen = new ArrayList<>();
		while (this.client.waiting() > 0) {
			seen.add(this.client.next().argument());
		}
		assertThat(seen).hasSizeLessThan(LARGE_EVENTS / 2);
		LegacySocketIoClient successor = resume(sameTransport ? this.transport : this.transport.other());
		do {
			seen.add(successor.next().argument());
		}
		while (!seen.get(seen.size() - 1).equals(LARGE_EVENTS - 1));
		if (isExact(gently)) {
			assertThat(seen).isEqualTo(IntStream.range(0, LARGE_EVENTS).boxed().toList());
		}
		else {
			// What the systems on both sides had taken is a few events at most.
			assertThat(seen).doesNotHaveDuplicates().hasSizeGreaterThan(LARGE_EVENTS / 2);
			assertThat(seen.stream().map(Integer.class::cast).toList()).isSorted();
		}
		assertThat(successor.call("/", "ask", 1)).containsExactly(1);
		assertThat(this.application.reason(id)).isNull();
	}

	/** Whether all that has left the server gets to the client, or comes again. */
	protected boolean isExact(boolean gently) {
		return gently || !this.transport.isWebSocket();
	}

	/** Where the connection writes, which can begin when all is there. */
	private void emitAtOnce(String id) {
		String padding = "x".repeat(LARGE);
		connection().executor()
			.execute(() -> IntStream.range(0, LARGE_EVENTS)
				.forEach((i) -> this.server.io().to(id).emit("n", i, padding)));
	}

	private Stream<LegacyTransport> otherTransports() {
		return Stream.of(LegacyTransport.values())
			.filter((other) -> !other.wireName().equals(this.transport.wireName()));
	}

	@ParameterizedTest
	@MethodSource("otherTransports")
	void triesAnotherTransportBeforeItKnowsToBeConnected(LegacyTransport next) {
		LegacySocketIoClient first = new LegacySocketIoClient(this.server, this.transport);
		first.wire().stall();
		first.resume();
		await().until(() -> first.wire().isWaiting());
		if (this.transport.isWebSocket()) {
			// What has come is the handshake's answer.
			awaitCarrier(connection(first));
		}
		LegacySocketIoClient second = first.successor(next);
		second.open();
		assertThat(second.call("/", "who")).containsExactly(first.sid(), next.wireName());
		second.close();
		second.awaitEnd();
		first.drop();
	}

	@Test
	void aConnectionTakesOverFromOneThatIsOpen() {
		join("/");
		awaitCarrier(connection());
		LegacySocketIoClient older = legacy();
		older.wire().pause();
		LegacySocketIoClient newer = resume(this.transport);
		older.awaitEnd();
		if (this.transport.polls()) {
			assertThat(older.packets().get(older.packets().size() - 1)).isEqualTo("8::");
		}
		else {
			assertThat(older.packets()).doesNotContain("8::", "0::");
		}
		assertThat(newer.call("/", "ask", 1)).containsExactly(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/%s?disconnect", "//%s/?disconnect=1" })
	void endsTheSessionOnDemand(String form) throws Exception {
		String id = join("/");
		awaitCarrier(connection());
		String path = form.startsWith("//") ? form : "/" + transport() + form;
		HttpResponse<String> response = PollingWire.HTTP
			.send(HttpRequest.newBuilder(this.server.uri("http", "/socket.io/1" + path.formatted(legacy().sid())))
				.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		this.client.awaitEnd();
		awaitReason(id, DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
		if (this.transport.polls()) {
			assertThat(legacy().packets()).endsWith("0::");
		}
	}

	@Test
	void isToldToReconnectWhenItsSessionIsUnknown() {
		LegacySocketIoClient late = new LegacySocketIoClient(this.server, this.transport);
		Objects.requireNonNull(this.server.legacySessions().find(late.sid()))
			.end(io.github.socketiospring.engine.CloseReason.TRANSPORT_CLOSE, null);
		late.resume();
		late.awaitEnd();
		assertThat(late.packets()).containsExactly("7:::1+0");
	}

	@Test
	void acknowledgesWhatHandlersNeedNotAnswer() {
		join("/chat");
		legacy().send("3:1::text");
		assertThat(legacy().nextAcknowledgement()).isEqualTo("/ 1");
		legacy().send("4:2:/chat:{\"a\":1}");
		assertThat(legacy().nextAcknowledgement()).isEqualTo("/chat 2");
		legacy().send("5:3::{\"name\":\"nobody\"}");
		assertThat(legacy().nextAcknowledgement()).isEqualTo("/ 3");
	}

	@Test
	void givesMessagesToTheirListeners() {
		legacy().send("3:::a:b\ufffd\u2028 ✓", "4:::{\"a\":[1,\"b:c\"]}");
		assertThat(this.client.next().arguments()).containsExactly("message", "a:b\ufffd\u2028 ✓");
		assertThat(this.client.next().arguments()).containsExactly("json", Map.of("a", List.of(1, "b:c")));
	}

	@Test
	void sendsMessagesAsSuch() {
		String text = "x: \ufffd5\ufffd \n--socketio\r\n\r\n5:::{\"name\":\"x\"}\r\n--socketio\r\n</script>\u2028\u2029\\/ 𝒳";
		this.client.emit("/", "tell", text);
		assertThat(this.client.next()).isEqualTo(new KitClient.Event("/", "message", List.of(text), -1));
		assertThat(legacy().packets()).contains("3:::" + text);
		this.client.emit("/", "tell", Map.of("a", 1));
		assertThat(this.client.next()).isEqualTo(new KitClient.Event("/", "message", List.of(Map.of("a", 1)), -1));
		assertThat(legacy().packets()).contains("4:::{\"a\":1}");
	}

	/** As the official client does what it has buffered until it is connected. */
	@Test
	void takesSeveralPacketsAtOnce() {
		legacy().send("1::/chat", "5:::{\"name\":\"echo\",\"args\":[\"𝒳✓\"]}", "5::/chat:{\"name\":\"echo\"}");
		assertThat(List.of(this.client.next(), this.client.next())).containsExactlyInAnyOrder(
				new KitClient.Event("/", "echo", List.of("𝒳✓"), -1),
				new KitClient.Event("/chat", "echo", List.of(), -1));
	}

}
