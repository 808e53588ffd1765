package io.github.socketiospring.server;

import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.Eio4Dialect;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.NewThread;
import io.github.socketiospring.testkit.OldSocketIoClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Clients that are authenticated when they join a namespace, and sockets that end with
 * the credentials of their clients.
 */
@Timeout(120)
class ClientAuthenticationTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

	private static final BlockingQueue<Socket> CONNECTED = new LinkedBlockingQueue<>();

	private static final BlockingQueue<String> GONE = new LinkedBlockingQueue<>();

	private static final BlockingQueue<String> INTERCEPTED = new LinkedBlockingQueue<>();

	private static final BlockingQueue<JsonNode> ASKED = new LinkedBlockingQueue<>();

	private static final BlockingQueue<String> CANCELLED = new LinkedBlockingQueue<>();

	/** Who opens connections without saying who. */
	private static volatile @Nullable String everybody;

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder()
			.properties("socketio.connection-state-recovery.enabled=true", "socketio.connect-timeout=10s")
			.bean(WebFilter.class, (exchange, chain) -> {
				String given = exchange.getRequest().getQueryParams().getFirst("user");
				String user = (given != null) ? given : everybody;
				return (user == null) ? chain.filter(exchange)
						: chain.filter(exchange.mutate().principal(Mono.<Principal>just(() -> user)).build())
							.contextWrite(Context.of("who", user));
			})
			.customizer((io) -> {
				for (String name : List.of("/", "/other", "/family-{id}")) {
					io.of(name).use((socket) -> Mono.deferContextual((context) -> {
						INTERCEPTED.add(name(socket) + " in " + context.getOrDefault("who", "no context"));
						return Mono.empty();
					})).onConnection((socket) -> {
						socket.onDisconnect((reason, description) -> GONE.add(name(socket) + ": " + description));
						CONNECTED.add(socket);
					});
				}
			})
			.virtualTime()
			.start();
		Identities identities = server.context().getBean(DefaultSocketIOServer.class).identities();
		identities.authenticateBy(ClientAuthenticationTests::authenticate);
		// A user's name says when its credentials end.
		identities.expireBy(
				(principal) -> principal.getName().contains("@")
						? NOW.plusSeconds(Long.parseLong(principal.getName().replaceAll(".*@", ""))) : null,
				InstantSource.fixed(NOW));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		CONNECTED.clear();
		GONE.clear();
		INTERCEPTED.clear();
		ASKED.clear();
		CANCELLED.clear();
		everybody = null;
	}

	private static Mono<ClientIdentity> authenticate(Handshake handshake, Namespace namespace) {
		ASKED.add(handshake.auth());
		String token = handshake.auth().path("token").asString("");
		return switch (token) {
			case "" -> Mono.empty();
			case "bad" -> Mono.error(new ConnectRefusedException("who are you?"));
			case "broken" -> Mono.error(new IllegalStateException("the secret of the database"));
			case "thrown" -> throw new IllegalStateException("the secret of the database");
			case "never" -> Mono.<ClientIdentity>never().doOnCancel(() -> CANCELLED.add(namespace.name()));
			default -> Mono.deferContextual((context) -> Mono
				.just(new ClientIdentity(() -> token, Context.of(context).put("who", "context of " + token))));
		};
	}

	private static String name(Socket socket) {
		Principal principal = socket.principal();
		return (principal != null) ? principal.getName() : "nobody";
	}

	private static <T> T take(BlockingQueue<T> queue) {
		try {
			T value = queue.poll(20, TimeUnit.SECONDS);
			assertThat(value).isNotNull();
			return value;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SocketIoClient open(String query) {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server, new Eio4Dialect(), query));
		client.open();
		return client;
	}

	private static String token(String token) {
		return "{\"token\":\"" + token + "\"}";
	}

	private static void assertRefused(SocketIoClient client, String namespace, String token, String message) {
		assertThat(catchThrowable(() -> client.join(namespace, token(token)))).hasStackTraceContaining(message)
			.satisfies((ex) -> assertThat(String.valueOf(ex)).doesNotContain("secret", token));
	}

	/** Those of tests before may still go. */
	private static void awaitExpired(String user) {
		await().until(() -> take(GONE).equals(user + ": the credentials have expired"));
	}

	private static void awaitGone(String user) {
		await().until(() -> take(GONE).startsWith(user + ":"));
	}

	// Who a client is

	@Test
	void eachNamespaceMayHaveAPrincipalOfItsOwn() {
		try (SocketIoClient client = open("&user=ada")) {
			client.join("/", token("bob"));
			Socket bob = take(CONNECTED);
			assertThat(name(bob)).isEqualTo("bob");
			assertThat(take(INTERCEPTED)).isEqualTo("bob in context of bob");
			client.join("/other");
			Socket ada = take(CONNECTED);
			assertThat(name(ada)).isEqualTo("ada");
			assertThat(take(INTERCEPTED)).isEqualTo("ada in ada");
			assertThat(bob.sibling("/other")).containsSame(ada);
			client.join("/family-1", token("cleo"));
			assertThat(name(take(CONNECTED))).isEqualTo("cleo");
		}
	}

	@Test
	void whoGivesNothingIsNobody() {
		try (SocketIoClient client = open("")) {
			client.join("/");
			assertThat(take(CONNECTED).principal()).isNull();
			assertThat(take(INTERCEPTED)).isEqualTo("nobody in no context");
		}
	}

	// Refusals

	@Test
	void whoIsRefusedIsToldWhatItMayKnowAndMayTryAgain() {
		try (SocketIoClient client = open("")) {
			assertRefused(client, "/", "bad", "who are you?");
			assertRefused(client, "/other", "broken", "Connection refused");
			assertRefused(client, "/family-2", "thrown", "Connection refused");
			assertThat(INTERCEPTED).isEmpty();
		}
		try (SocketIoClient client = open("")) {
			client.send("40" + token("bad"), "40" + token("ada"));
			assertThat(name(take(CONNECTED))).isEqualTo("ada");
		}
	}

	@Test
	void aNamespaceOfAFamilyGoesWhenItsOnlyClientIsNotAuthenticated() {
		try (SocketIoClient client = open("")) {
			assertRefused(client, "/family-3", "bad", "who are you?");
			await().until(() -> server.io().namespaces().stream().noneMatch((ns) -> ns.name().equals("/family-3")));
			client.send("40/family-4," + token("never"));
			take(ASKED);
			await().until(() -> server.io().namespaces().stream().anyMatch((ns) -> ns.name().equals("/family-4")));
		}
		assertThat(take(CANCELLED)).isEqualTo("/family-4");
		await().until(() -> server.io().namespaces().stream().noneMatch((ns) -> ns.name().equals("/family-4")));
	}

	@Test
	void whatTakesTooLongIsRefused() {
		try (SocketIoClient client = open("")) {
			client.join("/");
			CompletableFuture<Throwable> refusal = CompletableFuture
				.supplyAsync(() -> catchThrowable(() -> client.join("/other", token("never"))), NewThread::start);
			take(ASKED);
			take(ASKED);
			server.clock().advance(Duration.ofSeconds(11));
			assertThat(take(CANCELLED)).isEqualTo("/other");
			assertThat(refusal.join()).hasStackTraceContaining("Connection refused");
		}
	}

	// Older clients

	@Test
	void clientsOfProtocol4GiveCredentialsWithTheNamespace() {
		try (OldSocketIoClient client = new OldSocketIoClient(
				new WebSocketWire(server, new Eio3Dialect(), "&user=ada"))) {
			client.open();
			client.join("/");
			assertThat(name(take(CONNECTED))).isEqualTo("ada");
			client.join("/other", "token=bob");
			assertThat(name(take(CONNECTED))).isEqualTo("bob");
		}
	}

	@Test
	void clientsOfProtocol1HaveNoneInTheRootNamespace() {
		try (LegacySocketIoClient client = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET)) {
			client.open();
			assertThat(name(take(CONNECTED))).isEqualTo("nobody");
			client.send("1::/other?token=bob");
			assertThat(name(take(CONNECTED))).isEqualTo("bob");
			client.send("1::/family-5?token=bad");
			client.join("/family-6");
			assertThat(name(take(CONNECTED))).isEqualTo("nobody");
		}
	}

	// Expiry

	@Test
	void aSocketEndsWithItsCredentialsAndTheConnectionStays() {
		try (SocketIoClient client = open("&user=ada")) {
			client.join("/", token("bob@10"));
			Socket bob = take(CONNECTED);
			client.join("/other");
			server.clock().advance(Duration.ofSeconds(9));
			assertThat(bob.isConnected()).isTrue();
			server.clock().advance(Duration.ofSeconds(2));
			client.awaitLeft("/");
			awaitExpired("bob@10");
			assertThat(take(CONNECTED).isConnected()).isTrue();
		}
	}

	@Test
	void aSocketOfTheRequestsUserEndsToo() {
		try (SocketIoClient client = open("&user=ada@20")) {
			client.join("/");
			server.clock().advance(Duration.ofSeconds(21));
			client.awaitLeft("/");
			awaitExpired("ada@20");
		}
	}

	@Test
	void aConnectionOfProtocol1EndsWithItsRootNamespace() {
		everybody = "ada@20";
		try (LegacySocketIoClient client = new LegacySocketIoClient(server, LegacyTransport.WEBSOCKET)) {
			client.open();
			take(CONNECTED);
			server.clock().advance(Duration.ofSeconds(21));
			client.awaitEnd();
			awaitExpired("ada@20");
		}
	}

	@Test
	void nobodyJoinsWithCredentialsThatHaveExpired() {
		try (SocketIoClient client = open("&user=ada@0")) {
			assertRefused(client, "/", "bob@-1", "Authentication failed");
			assertThat(catchThrowable(() -> client.join("/other"))).hasStackTraceContaining("Authentication failed");
			client.join("/family-7", token("cleo@" + Duration.ofDays(365_000).toSeconds()));
			assertThat(take(CONNECTED).isConnected()).isTrue();
		}
	}

	@Test
	void noTimerIsLeftBehindByASocketThatHasGone() {
		TimerWheel timers = server.context().getBean(TimerWheel.class);
		SocketIoClient client = open("");
		client.join("/", token("ada@100000"));
		client.close();
		awaitGone("ada@100000");
		// Those of sockets that may come back, and of families without clients.
		server.clock().advance(Duration.ofMinutes(10));
		await().until(timers::isEmpty);
	}

	// Recovery

	private static Map<?, ?> lose(SocketIoClient client, String answer) {
		Socket socket = take(CONNECTED);
		socket.emit("mark");
		String offset = (String) client.next().arguments().get(0);
		client.drop();
		awaitGone(name(socket));
		socket.emit("secret");
		return Map.of("pid", JSON.readTree(answer).path("pid").asString(), "offset", offset);
	}

	private static String auth(Map<?, ?> returning, @Nullable String token) {
		Map<Object, Object> auth = new HashMap<>(returning);
		if (token != null) {
			auth.put("token", token);
		}
		return JSON.writeValueAsString(auth);
	}

	@Test
	void aStolenPrivateIdIsOfNoUseWithAnothersCredentials() {
		SocketIoClient owner = open("");
		Map<?, ?> returning = lose(owner, owner.join("/", token("ada")));
		for (String token : new String[] { null, "mallory" }) {
			// Not even if the request is the owner's.
			try (SocketIoClient thief = open((token != null) ? "&user=ada" : "")) {
				thief.join("/", auth(returning, token));
				Socket socket = take(CONNECTED);
				assertThat(socket.recovered()).isFalse();
				assertThat(socket.principal() == null || name(socket).equals("mallory")).isTrue();
				socket.emit("end");
				assertThat(thief.next().name()).isEqualTo("end");
			}
		}
		try (SocketIoClient thief = open("")) {
			assertThat(catchThrowable(() -> thief.join("/", auth(returning, "bad"))))
				.hasStackTraceContaining("who are you?");
		}
		ASKED.clear();
		try (SocketIoClient back = open("")) {
			back.join("/", auth(returning, "ada"));
			assertThat(take(CONNECTED).recovered()).isTrue();
			assertThat(back.next().name()).isEqualTo("secret");
			// What the client says to come back is none of the application's business.
			assertThat(take(ASKED)).isEqualTo(JSON.readTree(token("ada")));
		}
	}

	@Test
	void whoComesBackIsWhoeverItIsNow() {
		SocketIoClient first = open("");
		Map<?, ?> returning = lose(first, first.join("/", token("ada@50")));
		// The credentials of the socket that was are forgotten with it.
		server.clock().advance(Duration.ofSeconds(60));
		try (SocketIoClient back = open("&user=ada@50")) {
			back.join("/", auth(returning, null));
			Socket socket = take(CONNECTED);
			assertThat(socket.recovered()).isTrue();
			server.clock().advance(Duration.ofSeconds(51));
			back.awaitLeft("/");
		}
	}

}
