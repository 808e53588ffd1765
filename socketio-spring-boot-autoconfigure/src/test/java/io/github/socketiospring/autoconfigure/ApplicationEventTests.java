package io.github.socketiospring.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.AclProvider;
import io.github.socketiospring.RoomCreatedEvent;
import io.github.socketiospring.RoomDeletedEvent;
import io.github.socketiospring.RoomJoinedEvent;
import io.github.socketiospring.RoomLeftEvent;
import io.github.socketiospring.RoomListener;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketConnectedEvent;
import io.github.socketiospring.SocketDisconnectedEvent;
import io.github.socketiospring.SocketDisconnectingEvent;
import io.github.socketiospring.SocketIOEvent;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnDisconnecting;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What happens to sockets and rooms, as application events and as listeners learn it.
 */
class ApplicationEventTests {

	private static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

	@BeforeEach
	void forget() {
		SEEN.clear();
	}

	private static TestServer server(Class<?>... configurations) {
		TestServer.Builder builder = TestServer.builder().configuration(Handlers.class);
		for (Class<?> configuration : configurations) {
			builder.configuration(configuration);
		}
		return builder.start();
	}

	private static SocketIoClient client(TestServer server, String namespace) {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		client.join(namespace);
		return client;
	}

	private static List<String> take(int count) throws InterruptedException {
		List<String> taken = new java.util.ArrayList<>();
		for (int i = 0; i < count; i++) {
			taken.add(SEEN.poll(20, TimeUnit.SECONDS));
		}
		return taken;
	}

	// Application events

	@Test
	void socketEventsComeAfterTheHandlers() throws InterruptedException {
		try (TestServer server = server(SocketListeners.class)) {
			SocketIoClient client = client(server, "/t-1");
			client.emit("/t-1", "first");
			assertThat(take(4)).containsExactly("@OnConnect", "connected /t-1 true blocking", "first", "joined");
			client.leave("/t-1");
			assertThat(take(4)).containsExactly("@OnDisconnecting", "disconnecting [own, red]", "@OnDisconnect",
					"disconnected client namespace disconnect false []");
			client.close();
			assertThat(SEEN).isEmpty();
		}
	}

	@Test
	void socketEventsAreNoneThatASocketMaySend() throws InterruptedException {
		try (TestServer server = server(SocketListeners.class)) {
			SocketIoClient client = client(server, "/t-1");
			assertThat(take(2)).containsExactly("@OnConnect", "connected /t-1 true blocking");
			server.io().of("/t-1").sockets().iterator().next().acl().restrictTo("first");
			client.call("/t-1", "first");
			client.leave("/t-1");
			assertThat(take(4)).containsExactly("first", "joined", "disconnecting [own, red]",
					"disconnected client namespace disconnect false []");
			client.close();
		}
	}

	@Test
	void whatASocketMaySendAtFirstDoesNotKeepItFromBeingSeen() throws InterruptedException {
		try (TestServer server = server(SocketListeners.class, FirstOnly.class)) {
			SocketIoClient client = client(server, "/t-1");
			assertThat(take(1)).containsExactly("connected /t-1 true blocking");
			client.leave("/t-1");
			assertThat(take(2)).containsExactly("disconnecting [own]",
					"disconnected client namespace disconnect false []");
			client.close();
		}
	}

	@Test
	void roomEventsComeInOrder() throws InterruptedException {
		try (TestServer server = server(RoomListeners.class);
				SocketIoClient client = client(server, "/t-1");
				SocketIoClient other = client(server, "/t-1")) {
			client.call("/t-1", "first");
			other.call("/t-1", "first");
			client.leave("/t-1");
			other.leave("/t-1");
			SEEN.removeIf((entry) -> !entry.startsWith("room"));
			List<String> rooms = new java.util.ArrayList<>();
			while (rooms.size() < 6) {
				String next = take(1).get(0);
				if (next.startsWith("room")) {
					rooms.add(next);
				}
			}
			assertThat(rooms).containsExactly("room created /t-1 red", "room joined red", "room joined red",
					"room left red", "room left red", "room deleted /t-1 red");
		}
	}

	@Test
	void oneListenerMayTakeThemAll() throws InterruptedException {
		try (TestServer server = server(AllEvents.class)) {
			SocketIoClient client = client(server, "/t-1");
			client.call("/t-1", "first");
			client.close();
			await().untilAsserted(() -> assertThat(SEEN).contains("SocketConnectedEvent", "RoomCreatedEvent",
					"RoomJoinedEvent", "SocketDisconnectingEvent", "RoomLeftEvent", "RoomDeletedEvent",
					"SocketDisconnectedEvent"));
		}
	}

	@Test
	void failingListenersDisturbNobody() throws InterruptedException {
		try (TestServer server = server(FailingListeners.class); SocketIoClient client = client(server, "/t-1")) {
			assertThat(client.call("/t-1", "first")).isEmpty();
			assertThat(client.call("/t-1", "first")).isEmpty();
			assertThat(take(2)).containsExactly("@OnConnect", "fails");
		}
	}

	@Test
	void applicationListenersCountToo() throws InterruptedException {
		try (TestServer server = server(PlainListeners.class)) {
			assertThat(server.context().getBeanFactory().containsSingleton("lazyListener")).isFalse();
			SocketIoClient client = client(server, "/t-1");
			assertThat(take(2)).containsExactly("@OnConnect", "plain");
			client.close();
			await().until(() -> SEEN.contains("lazy"));
		}
	}

	@Test
	void nothingIsPublishedThatNobodyListensTo() {
		try (TestServer server = server(CatchAllListeners.class)) {
			var own = server.context().getBean(io.github.socketiospring.server.DefaultSocketIOServer.class);
			SocketIoClient client = client(server, "/t-1");
			client.call("/t-1", "first");
			client.close();
			await().until(() -> SEEN.contains("@OnDisconnect"));
			await().until(() -> own.clientsCount() == 0);
		}
		// The context has closed, so that what was to be published is published.
		assertThat(SEEN).noneMatch((entry) -> entry.startsWith("any"));
	}

	@ParameterizedTest
	@ValueSource(classes = { SocketConnectedEvent.class, SocketDisconnectingEvent.class, SocketDisconnectedEvent.class,
			RoomCreatedEvent.class, RoomDeletedEvent.class, RoomJoinedEvent.class, RoomLeftEvent.class })
	void listenersAreFoundByType(Class<?> type) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.addApplicationListener((ApplicationListener<ApplicationEvent>) (event) -> {
			});
			context.refresh();
			assertThat(EventListeners.listenTo(type, context)).isFalse();
			try (GenericApplicationContext child = new GenericApplicationContext(context)) {
				child.refresh();
				assertThat(EventListeners.listenTo(type, child)).isFalse();
			}
		}
		try (GenericApplicationContext context = new AnnotationConfigApplicationContext(AllEvents.class);
				GenericApplicationContext child = new GenericApplicationContext(context)) {
			child.refresh();
			assertThat(EventListeners.listenTo(type, context)).isTrue();
			assertThat(EventListeners.listenTo(type, child)).isTrue();
		}
	}

	// Listeners of namespaces

	@Test
	void roomListenersOfFamiliesAndOfAllHearOfTheirNamespaces() throws InterruptedException {
		try (TestServer server = server(); SocketIoClient client = client(server, "/t-1")) {
			assertThat(take(1)).containsExactly("@OnConnect");
			server.io().of("*").onRoomEvent(new Recorder("all"));
			server.io().of("/t-{id}").onRoomEvent(new Recorder("family"));
			server.io().of("/t-1").onRoomEvent(new Recorder("own"));
			server.io().of("/other").onRoomEvent(new Recorder("other"));
			Socket socket = server.io().of("/t-1").sockets().iterator().next();
			socket.join("red");
			socket.join("red");
			socket.join(socket.id());
			assertThat(take(6)).containsExactly("all created red", "family created red", "own created red",
					"all joined red", "family joined red", "own joined red");
			socket.leave("red");
			socket.leave("red");
			assertThat(take(6)).containsExactly("all left red", "family left red", "own left red", "all deleted red",
					"family deleted red", "own deleted red");
			assertThat(SEEN).isEmpty();
		}
	}

	@Test
	void roomListenersMayJoinRoomsAndBlockAndFail() throws InterruptedException {
		CountDownLatch released = new CountDownLatch(1);
		try (TestServer server = server(); SocketIoClient client = client(server, "/t-1")) {
			assertThat(take(1)).containsExactly("@OnConnect");
			Namespace namespace = server.io().of("/t-1");
			namespace.onRoomEvent(new RoomListener() {

				@Override
				public void socketJoined(Socket socket, String room) {
					if (room.equals("red")) {
						try {
							released.await();
						}
						catch (InterruptedException ex) {
							Thread.currentThread().interrupt();
						}
						socket.join("observers");
						throw new IllegalStateException("disturbs nobody");
					}
				}

			}).onRoomEvent(new Recorder("second"));
			Socket socket = namespace.sockets().iterator().next();
			socket.join("red");
			// Nobody waits for the listener.
			assertThat(client.call("/t-1", "ping")).isEmpty();
			socket.leave("red");
			released.countDown();
			assertThat(SEEN.removeIf((entry) -> entry.startsWith("first"))).isFalse();
			assertThat(take(6)).containsExactly("second created red", "second joined red", "second left red",
					"second deleted red", "second created observers", "second joined observers");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		@Bean
		Tenants tenants() {
			return new Tenants();
		}

	}

	@SocketIONamespace("/t-{id}")
	static class Tenants {

		@OnConnect
		void connect() {
			SEEN.add("@OnConnect");
		}

		@OnEvent("first")
		void first(Socket socket) {
			SEEN.add("first");
			socket.join("red");
			SEEN.add("joined");
		}

		@OnEvent("ping")
		void ping() {
		}

		@OnDisconnecting
		void disconnecting() {
			SEEN.add("@OnDisconnecting");
		}

		@OnDisconnect
		void disconnect() {
			SEEN.add("@OnDisconnect");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SocketListeners {

		@EventListener
		void connected(SocketConnectedEvent event) {
			SEEN.add("connected " + event.namespace().name() + " " + event.socket().isConnected()
					+ (Thread.currentThread().getName().startsWith("test-loop") ? " loop" : " blocking"));
		}

		@EventListener
		void disconnecting(SocketDisconnectingEvent event) {
			List<String> rooms = event.socket()
				.rooms()
				.stream()
				.map((room) -> room.equals(event.socket().id()) ? "own" : room)
				.sorted()
				.toList();
			SEEN.add("disconnecting " + rooms);
		}

		@EventListener
		void disconnected(SocketDisconnectedEvent event) {
			SEEN.add("disconnected " + event.reason() + " " + event.socket().isConnected() + " "
					+ event.socket().rooms());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FirstOnly {

		@Bean
		AclProvider firstOnly() {
			return (socket) -> Set.of("first");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RoomListeners {

		@EventListener
		void created(RoomCreatedEvent event) {
			SEEN.add("room created " + event.namespace().name() + " " + event.room());
		}

		@EventListener
		void deleted(RoomDeletedEvent event) {
			SEEN.add("room deleted " + event.namespace().name() + " " + event.room());
		}

		@EventListener
		void joined(RoomJoinedEvent event) {
			SEEN.add("room joined " + event.room());
		}

		@EventListener
		void left(RoomLeftEvent event) {
			SEEN.add("room left " + event.room());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AllEvents {

		@EventListener
		void all(SocketIOEvent event) {
			SEEN.add(event.getClass().getSimpleName());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingListeners {

		@EventListener
		void connected(SocketConnectedEvent event) {
			SEEN.add("fails");
			throw new IllegalStateException("disturbs nobody");
		}

		@EventListener
		void joined(RoomJoinedEvent event) {
			throw new IllegalStateException("disturbs nobody");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainListeners {

		@Bean
		ConnectedListener plainListener() {
			return new ConnectedListener();
		}

		@Bean
		@Lazy
		LeftListener lazyListener() {
			return new LeftListener();
		}

	}

	static final class ConnectedListener implements ApplicationListener<PayloadApplicationEvent<SocketConnectedEvent>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<SocketConnectedEvent> event) {
			SEEN.add("plain");
		}

	}

	static final class LeftListener implements ApplicationListener<PayloadApplicationEvent<SocketDisconnectedEvent>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<SocketDisconnectedEvent> event) {
			SEEN.add("lazy");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CatchAllListeners {

		@EventListener
		void any(Object event) {
			if (event instanceof PayloadApplicationEvent<?> payload && payload.getPayload() instanceof SocketIOEvent) {
				SEEN.add("any " + event);
			}
			if (event instanceof SocketIOEvent) {
				SEEN.add("any " + event);
			}
		}

	}

	private record Recorder(String name) implements RoomListener {

		@Override
		public void roomCreated(Namespace namespace, String room) {
			SEEN.add(this.name + " created " + room);
		}

		@Override
		public void roomDeleted(Namespace namespace, String room) {
			SEEN.add(this.name + " deleted " + room);
		}

		@Override
		public void socketJoined(Socket socket, String room) {
			SEEN.add(this.name + " joined " + room);
		}

		@Override
		public void socketLeft(Socket socket, String room) {
			SEEN.add(this.name + " left " + room);
		}

	}

}
