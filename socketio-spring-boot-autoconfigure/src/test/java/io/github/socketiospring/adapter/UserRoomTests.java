package io.github.socketiospring.adapter;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.RoomListener;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOUsers;
import io.github.socketiospring.server.ClientIdentity;
import io.github.socketiospring.testkit.Eio4Dialect;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * The sockets of users: on a server that is alone, and on one of two that are joined.
 */
@ParameterizedClass
@ValueSource(ints = { 1, 2 })
@Timeout(120)
class UserRoomTests {

	private static final String ADA = IdentityRoom.ofUser("ada");

	private static final List<TestServer> SERVERS = new ArrayList<>();

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	private static final BlockingQueue<String> ROOMS = new LinkedBlockingQueue<>();

	private static final JoinedServers[] JOINED = new JoinedServers[1];

	@Parameter
	private int servers;

	private final List<KitClient> clients = new ArrayList<>();

	@BeforeParameterizedClassInvocation
	static void start(int servers) {
		JOINED[0] = new JoinedServers();
		for (int i = 0; i < servers; i++) {
			TestServer.Builder builder = TestServer.builder().bean(WebFilter.class, (exchange, chain) -> {
				String user = exchange.getRequest().getQueryParams().getFirst("user");
				String session = exchange.getRequest().getQueryParams().getFirst("session");
				return (user == null) ? chain.filter(exchange) : chain
					.filter(exchange.mutate().principal(Mono.<Principal>just(() -> user)).build())
					.contextWrite((session == null) ? Context.empty() : Context.of(ClientIdentity.SESSION_ID, session));
			}).customizer((io) -> {
				for (String name : List.of("/", "/other", "/family-{id}")) {
					io.of(name).onConnection(SOCKETS::add).onRoomEvent(new RoomListener() {
						@Override
						public void roomCreated(Namespace namespace, String room) {
							ROOMS.add(room);
						}
					});
				}
			}).virtualTime();
			if (servers > 1) {
				builder.bean(AdapterFactory.class, JOINED[0]::create);
			}
			SERVERS.add(builder.start());
		}
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		SERVERS.forEach(TestServer::close);
		SERVERS.clear();
		JOINED[0].close();
	}

	@BeforeEach
	void forget() {
		ROOMS.clear();
	}

	@AfterEach
	void disconnect() {
		this.clients.forEach(KitClient::close);
		SERVERS.forEach((server) -> await().until(() -> server.io().clientsCount() == 0));
	}

	private static SocketIOUsers users() {
		return SERVERS.get(0).context().getBean(SocketIOUsers.class);
	}

	/** A client of the last server. */
	private SocketIoClient open(String query) {
		SocketIoClient client = new SocketIoClient(
				new WebSocketWire(SERVERS.get(SERVERS.size() - 1), new Eio4Dialect(), query));
		this.clients.add(client);
		client.open();
		return client;
	}

	private static Socket join(SocketIoClient client, String namespace) throws InterruptedException {
		SOCKETS.clear();
		client.join(namespace);
		Socket socket = SOCKETS.poll(20, TimeUnit.SECONDS);
		assertThat(socket).isNotNull();
		return socket;
	}

	private static void assertNext(SocketIoClient client, String... names) {
		for (String name : names) {
			assertThat(client.next().name()).isEqualTo(name);
		}
	}

	@Test
	void whatIsEmittedToAUserReachesAllItsSocketsAndNobodyElse() throws InterruptedException {
		SocketIoClient phone = open("&user=ada");
		SocketIoClient laptop = open("&user=ada");
		SocketIoClient bob = open("&user=bob");
		SocketIoClient nobody = open("");
		List<SocketIoClient> all = List.of(phone, laptop, bob, nobody);
		for (SocketIoClient client : all) {
			join(client, "/");
		}
		join(phone, "/other");
		join(laptop, "/family-1");
		users().user("ada").emit("hers");
		users().user("/other", "ada").emit("other");
		users().user("/family-{id}", "ada").emit("family");
		users().user("nobody").emit("none");
		users().user("").emit("none");
		SERVERS.get(0).io().emit("end");
		assertNext(bob, "end");
		assertNext(nobody, "end");
		assertThat(List.of(phone.next().name(), phone.next().name(), phone.next().name()))
			.containsExactlyInAnyOrder("hers", "other", "end");
		assertThat(List.of(laptop.next().name(), laptop.next().name(), laptop.next().name()))
			.containsExactlyInAnyOrder("hers", "family", "end");
		assertThat(users().user("ada").fetchSockets().block()).hasSize(2)
			.allSatisfy((socket) -> assertThat(socket.rooms()).containsExactly(socket.id()));
		assertThat(users().sockets("ada")).hasSize((this.servers > 1) ? 0 : 4);
		assertThat(SERVERS.get(0).io().of("/").fetchRooms().block()).isEmpty();
		assertThat(ROOMS).isEmpty();
	}

	@Test
	void thereIsNobodyWhenItsLastSocketHasGone() throws InterruptedException {
		SocketIoClient ada = open("&user=ada");
		join(ada, "/");
		ada.close();
		await().until(() -> users().user("ada").fetchSockets().block().isEmpty());
	}

	@Test
	void noClientGetsTheMessagesOfAUserByTheNameOfARoom() throws InterruptedException {
		SocketIoClient thief = open("&user=mallory");
		Socket socket = join(thief, "/");
		SocketIoClient ada = open("&user=ada");
		Socket hers = join(ada, "/");
		var io = SERVERS.get(0).io();
		assertThatIllegalArgumentException().isThrownBy(() -> socket.join("x", ADA));
		assertThatIllegalArgumentException().isThrownBy(() -> socket.to("x").socketsJoin(ADA));
		assertThatIllegalArgumentException().isThrownBy(() -> io.socketsJoin(ADA));
		assertThatIllegalArgumentException().isThrownBy(() -> io.socketsLeave(ADA));
		assertThatIllegalArgumentException().isThrownBy(() -> io.to("x", ADA));
		assertThatIllegalArgumentException().isThrownBy(() -> io.except(ADA));
		assertThatIllegalArgumentException().isThrownBy(() -> socket.to(ADA));
		assertThatIllegalArgumentException().isThrownBy(() -> new Command.Join(Selection.ALL, Set.of("x", ADA)));
		assertThat(socket.rooms()).containsExactly(socket.id());
		hers.leave(ADA);
		// What a name looks like is of no use, either.
		socket.join("user:ada", "ada", " " + ADA);
		users().user("ada").emit("hers");
		io.emit("end");
		assertNext(ada, "hers", "end");
		assertNext(thief, "end");
	}

	@Test
	void aUserIsDisconnectedEverywhere() throws InterruptedException {
		SocketIoClient ada = open("&user=ada");
		join(ada, "/other");
		SocketIoClient again = open("&user=ada");
		join(again, "/family-2");
		SocketIoClient bob = open("&user=bob");
		join(bob, "/");
		users().disconnect("ada");
		ada.awaitLeft("/other");
		ada.awaitEnd();
		again.awaitEnd();
		SERVERS.get(0).io().emit("end");
		assertNext(bob, "end");
	}

	@Test
	void aWebSessionIsDisconnectedEverywhere() throws InterruptedException {
		SocketIoClient here = open("&user=ada&session=one");
		join(here, "/");
		SocketIoClient there = open("&user=ada&session=two");
		join(there, "/");
		users().disconnectSession("one");
		here.awaitEnd();
		users().user("ada").emit("end");
		assertNext(there, "end");
		assertThat(IdentityRoom.ofSession("one")).doesNotContain("one");
	}

	@Test
	void operatorsOfUsersAreLikeAllOthers() throws InterruptedException {
		SocketIoClient ada = open("&user=ada");
		Socket socket = join(ada, "/");
		SocketIoClient other = open("&user=ada");
		join(other, "/");
		users().user("ada").except(socket.id()).emit("other", Map.of());
		users().user("ada").socketsJoin("room");
		await().until(() -> socket.rooms().contains("room"));
		SERVERS.get(0).io().to("room").emit("end");
		assertNext(other, "other", "end");
		assertNext(ada, "end");
	}

}
