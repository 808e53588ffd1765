package io.github.socketiospring.admin;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.ClientConnection;
import io.github.socketiospring.ClientEvent;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.RoomListener;
import io.github.socketiospring.Socket;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.server.event.LifecycleHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Sends sockets, rooms and events to the page as they come and go, up to the allowance.
 * If some were left out, it sends all sockets again as soon as the allowance permits.
 */
final class DevelopmentFeed {

	/** In one message. */
	static final int MAX_SOCKETS = 5000;

	private static final Log logger = LogFactory.getLog(DevelopmentFeed.class);

	/** Asked for their sockets. */
	private static final int MAX_NAMESPACES = ServerStatistics.MAX_NAMESPACES;

	private static final int CONCURRENCY = 16;

	private final AdminNamespace own;

	private final SocketViews views;

	private final RoomNames roomNames;

	private final EventAllowance allowance;

	/** Of all sockets together: no page is sent more than may wait for a client. */
	private final long maxBytes;

	/** The rooms of each socket that the page knows of; it may be told late of them. */
	private final Map<Socket, Set<String>> shownRooms = new ConcurrentHashMap<>();

	private volatile boolean outdated;

	/** A page that was shown nothing does not select a namespace by itself. */
	private volatile boolean shownNothing;

	DevelopmentFeed(AdminNamespace own, SocketViews views, RoomNames roomNames, EventAllowance allowance,
			long maxBytes) {
		this.own = own;
		this.views = views;
		this.roomNames = roomNames;
		this.allowance = allowance;
		this.maxBytes = maxBytes;
	}

	/** To be called before there are clients. */
	void begin() {
		DefaultSocketIOServer server = this.own.server();
		server.addToFetchedData(this.views::addition);
		server.observers().onConnected(new Observer((socket, reason) -> connected(socket)));
		server.observers().onDisconnected(new Observer(this::disconnected));
		server.onRoomEvent(new Rooms());
		Namespace all = server.of("*");
		all.use((socket) -> {
			// Before anything can be sent to it.
			if (!socket.recovered()) {
				watchSent(socket);
			}
			return Mono.empty();
		});
		all.useForEvents((event) -> {
			received(event);
			return Mono.just(event);
		});
	}

	// Sockets

	private void connected(Socket socket) {
		if (this.own.is(socket.namespace())) {
			return;
		}
		if (socket.recovered()) {
			// It may have come back without being checked.
			watchSent(socket);
		}
		Set<String> rooms = new HashSet<>();
		synchronized (rooms) {
			this.shownRooms.put(socket, rooms);
			rooms.addAll(socket.rooms());
			if (this.allowance.take()) {
				send("socket_connected", this.views.of(socket, Set.copyOf(rooms)), now());
			}
		}
		if (this.shownNothing) {
			this.shownNothing = false;
			this.outdated = true;
		}
	}

	private void disconnected(Socket socket, @Nullable DisconnectReason reason) {
		Set<String> rooms = this.shownRooms.remove(socket);
		if (rooms == null) {
			return;
		}
		String namespace = socket.namespace().name();
		String name = SocketNames.of(socket);
		synchronized (rooms) {
			show("socket_disconnected", namespace, name, String.valueOf(reason), now());
			rooms.forEach(
					(room) -> show("room_left", namespace, this.roomNames.of(room, socket.id(), name), name, now()));
			rooms.clear();
		}
	}

	void upgraded(ClientConnection connection, String transport) {
		connection.sockets().values().forEach((socket) -> {
			if (!this.own.is(socket.namespace())) {
				show("socket_updated",
						Map.of("id", SocketNames.of(socket), "nsp", socket.namespace().name(), "transport", transport));
			}
		});
	}

	/**
	 * Tells of rooms, unless the page knows.
	 */
	private final class Rooms implements RoomListener {

		@Override
		public void socketJoined(Socket socket, String room) {
			Set<String> rooms = DevelopmentFeed.this.shownRooms.get(socket);
			if (rooms != null) {
				synchronized (rooms) {
					if (rooms.add(room)) {
						tell("room_joined", socket, room);
					}
				}
			}
		}

		@Override
		public void socketLeft(Socket socket, String room) {
			Set<String> rooms = DevelopmentFeed.this.shownRooms.get(socket);
			if (rooms != null) {
				synchronized (rooms) {
					if (rooms.remove(room)) {
						tell("room_left", socket, room);
					}
				}
			}
		}

		private void tell(String event, Socket socket, String room) {
			String name = SocketNames.of(socket);
			show(event, socket.namespace().name(), DevelopmentFeed.this.roomNames.of(room, socket.id(), name), name,
					now());
		}

	}

	// Events

	private void watchSent(Socket socket) {
		if (!this.own.is(socket.namespace())) {
			socket.onAnyOutgoing((event, arguments) -> transferred("event_sent", socket, event, arguments));
		}
	}

	private void received(ClientEvent event) {
		if (!this.own.is(event.namespace())) {
			transferred("event_received", event.socket(), event.name(), event.arguments());
		}
	}

	private void transferred(String what, Socket socket, String event, Arguments arguments) {
		if (this.allowance.take()) {
			send(what, socket.namespace().name(), SocketNames.of(socket), Excerpt.of(event, arguments), now());
		}
	}

	private void show(String event, Object... arguments) {
		if (this.allowance.take()) {
			send(event, arguments);
		}
	}

	private void send(String event, Object... arguments) {
		try {
			this.own.emit(event, arguments);
		}
		catch (RuntimeException ex) {
			logger.warn("The admin page is not shown " + event, ex);
		}
	}

	/** As JavaScript writes a time. */
	private static String now() {
		return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
	}

	// All sockets

	/**
	 * Shows all pages all sockets, if they have missed something and nothing was too much
	 * in the meantime.
	 * @param notShown how many events were too many, since the last call
	 */
	void settle(long notShown) {
		if (notShown > 0) {
			this.outdated = true;
		}
		else if (this.outdated) {
			this.outdated = false;
			all().subscribe((sockets) -> send("all_sockets", sockets), DevelopmentFeed::notShown);
		}
	}

	/** Shows all sockets to a page that has just opened. */
	void showAll(Socket page) {
		all().subscribe((sockets) -> {
			this.shownNothing |= sockets.isEmpty();
			page.emit("all_sockets", sockets);
		}, DevelopmentFeed::notShown);
	}

	private static void notShown(Throwable exception) {
		logger.warn("The admin page is not shown the sockets there are", exception);
	}

	private Mono<List<Map<String, Object>>> all() {
		return Mono.defer(() -> {
			AtomicLong left = new AtomicLong(this.maxBytes);
			return views().take(MAX_SOCKETS)
				.takeWhile((view) -> left.addAndGet(-this.views.size(view)) >= 0)
				.collectList();
		});
	}

	private Flux<Map<String, Object>> views() {
		return Flux.fromIterable(this.own.server().namespaces())
			.filter((namespace) -> !this.own.is(namespace))
			.take(MAX_NAMESPACES)
			.flatMap((namespace) -> sockets(namespace, namespace).onErrorResume((ex) -> {
				logger.warn("The admin page is shown the sockets of this server only, namespace " + namespace.name(),
						ex);
				return sockets(namespace, namespace.local());
			}).onErrorResume((ex) -> {
				logger.warn("The admin page is not shown the sockets of namespace " + namespace.name(), ex);
				return Flux.empty();
			}), CONCURRENCY);
	}

	private Flux<Map<String, Object>> sockets(Namespace namespace, BroadcastOperator selected) {
		// Away from the threads that read what other servers send.
		return selected.fetchSockets()
			.publishOn(Schedulers.parallel())
			.flatMapIterable((sockets) -> sockets)
			.map((socket) -> this.views.of(namespace.name(), socket));
	}

	/**
	 * Learns of sockets, whose data may be the application's own: where blocking is
	 * allowed.
	 *
	 * @param action what to do
	 */
	private record Observer(Action action) implements LifecycleHandler {

		@Override
		public boolean runsOnEventLoop() {
			return false;
		}

		@Override
		public @Nullable Publisher<?> handle(Socket socket, @Nullable DisconnectReason reason,
				@Nullable String description) {
			this.action.perform(socket, reason);
			return null;
		}

	}

	/**
	 * Does something with a socket.
	 */
	@FunctionalInterface
	private interface Action {

		void perform(Socket socket, @Nullable DisconnectReason reason);

	}

}
