package io.github.socketiospring.autoconfigure;

import java.util.Objects;
import java.util.function.Supplier;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.RoomCreatedEvent;
import io.github.socketiospring.RoomDeletedEvent;
import io.github.socketiospring.RoomJoinedEvent;
import io.github.socketiospring.RoomLeftEvent;
import io.github.socketiospring.RoomListener;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketConnectedEvent;
import io.github.socketiospring.SocketDisconnectedEvent;
import io.github.socketiospring.SocketDisconnectingEvent;
import io.github.socketiospring.SocketIOEvent;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.server.event.LifecycleHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes what happens to sockets and rooms as application events: only those that the
 * application listens to when it starts, before there are clients.
 */
final class EventPublication implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(EventPublication.class);

	private final ApplicationContext context;

	private final @Nullable DefaultSocketIOServer server;

	private volatile boolean running;

	private boolean registered;

	EventPublication(ApplicationContext context, @Nullable DefaultSocketIOServer server) {
		this.context = context;
		this.server = server;
	}

	@Override
	public void start() {
		this.running = true;
		if (this.server != null && !this.registered) {
			this.registered = true;
			register(this.server);
		}
	}

	private void register(DefaultSocketIOServer target) {
		if (isWanted(SocketConnectedEvent.class)) {
			target.observers().onConnected(observer((socket, reason, text) -> new SocketConnectedEvent(socket)));
		}
		if (isWanted(SocketDisconnectingEvent.class)) {
			target.observers()
				.onDisconnecting(observer((socket, reason, text) -> new SocketDisconnectingEvent(socket,
						Objects.requireNonNull(reason))));
		}
		if (isWanted(SocketDisconnectedEvent.class)) {
			target.observers()
				.onDisconnected(observer((socket, reason, text) -> new SocketDisconnectedEvent(socket,
						Objects.requireNonNull(reason), text)));
		}
		RoomPublication rooms = new RoomPublication(this.context, isWanted(RoomCreatedEvent.class),
				isWanted(RoomDeletedEvent.class), isWanted(RoomJoinedEvent.class), isWanted(RoomLeftEvent.class));
		if (rooms.created() || rooms.deleted() || rooms.joined() || rooms.left()) {
			target.onRoomEvent(rooms);
		}
	}

	private boolean isWanted(Class<? extends SocketIOEvent> type) {
		return EventListeners.listenTo(type, this.context);
	}

	private LifecycleHandler observer(EventFactory event) {
		return new SocketPublication(this.context, event);
	}

	private static void publish(ApplicationEventPublisher publisher, Supplier<SocketIOEvent> event) {
		SocketIOEvent published = event.get();
		try {
			publisher.publishEvent(published);
		}
		catch (RuntimeException ex) {
			logger.error("A listener failed with " + published.getClass().getSimpleName() + " of namespace "
					+ published.namespace().name(), ex);
		}
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Before clients can connect. */
	@Override
	public int getPhase() {
		return SocketIOLifecycle.PHASE - 1;
	}

	/**
	 * Makes an event of what has happened to a socket.
	 */
	@FunctionalInterface
	private interface EventFactory {

		SocketIOEvent create(Socket socket, @Nullable DisconnectReason reason, @Nullable String description);

	}

	/**
	 * Publishes what happens to sockets.
	 */
	private record SocketPublication(ApplicationEventPublisher publisher,
			EventFactory event) implements LifecycleHandler {

		@Override
		public boolean runsOnEventLoop() {
			return false;
		}

		@Override
		public @Nullable Publisher<?> handle(Socket socket, @Nullable DisconnectReason reason,
				@Nullable String description) {
			publish(this.publisher, () -> this.event.create(socket, reason, description));
			return null;
		}

	}

	/**
	 * Publishes what happens to rooms.
	 */
	private record RoomPublication(ApplicationEventPublisher publisher, boolean created, boolean deleted,
			boolean joined, boolean left) implements RoomListener {

		@Override
		public void roomCreated(Namespace namespace, String room) {
			publish(this.created, () -> new RoomCreatedEvent(namespace, room));
		}

		@Override
		public void roomDeleted(Namespace namespace, String room) {
			publish(this.deleted, () -> new RoomDeletedEvent(namespace, room));
		}

		@Override
		public void socketJoined(Socket socket, String room) {
			publish(this.joined, () -> new RoomJoinedEvent(socket, room));
		}

		@Override
		public void socketLeft(Socket socket, String room) {
			publish(this.left, () -> new RoomLeftEvent(socket, room));
		}

		private void publish(boolean wanted, Supplier<SocketIOEvent> event) {
			if (wanted) {
				EventPublication.publish(this.publisher, event);
			}
		}

	}

}
