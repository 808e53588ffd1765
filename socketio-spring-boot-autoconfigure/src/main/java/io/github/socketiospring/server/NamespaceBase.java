package io.github.socketiospring.server;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.ConnectInterceptor;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.EventInterceptor;
import io.github.socketiospring.MissingServersException;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.RoomListener;
import io.github.socketiospring.ServerEventListener;
import io.github.socketiospring.Socket;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.server.event.AckWatch;
import io.github.socketiospring.server.event.HandlerTable;
import io.github.socketiospring.server.event.LifecycleHandler;
import io.github.socketiospring.server.event.NamespaceWatches;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * What a namespace and a family of namespaces have in common: handlers, checks, and an
 * adapter that reaches the same on other servers.
 */
abstract class NamespaceBase extends SocketSelection implements Namespace, BroadcastTarget {

	private final String name;

	private final DefaultSocketIOServer server;

	private final HandlerTable handlers;

	private final ConnectChecks checks;

	private final RoomListeners roomListeners;

	private final AtomicReference<Life> life = new AtomicReference<>(Life.STOPPED);

	/**
	 * The adapter's.
	 */
	private enum Life {

		STOPPED, STARTED, NEVER

	}

	NamespaceBase(String name, DefaultSocketIOServer server, HandlerTable handlers, ConnectChecks checks,
			RoomListeners roomListeners) {
		this.name = name;
		this.server = server;
		this.handlers = handlers;
		this.checks = checks;
		this.roomListeners = roomListeners;
	}

	/**
	 * Starts the adapter that it has now, if it was not started.
	 * @return completes when it takes part in the cluster
	 */
	final Mono<Void> start() {
		Adapter adapter = adapter();
		return Mono.defer(() -> this.life.compareAndSet(Life.STOPPED, Life.STARTED) ? adapter.start() : Mono.empty());
	}

	/**
	 * Stops the adapter that it has now, if it was started; it may be started again.
	 * @return completes when it has left the cluster
	 */
	final Mono<Void> stop() {
		Adapter adapter = adapter();
		return Mono.defer(() -> this.life.compareAndSet(Life.STARTED, Life.STOPPED) ? adapter.stop() : Mono.empty());
	}

	/**
	 * Sees to it that the adapter is never started.
	 * @return {@code false} if it was
	 */
	final boolean neverStart() {
		return this.life.compareAndSet(Life.STOPPED, Life.NEVER);
	}

	@Override
	final BroadcastTarget target() {
		return current();
	}

	@Override
	public final DefaultSocketIOServer server() {
		return this.server;
	}

	@Override
	public final PayloadCodec payloads() {
		return this.server.payloads();
	}

	@Override
	public final String name() {
		return this.name;
	}

	/**
	 * Returns the listeners for what other servers emit.
	 */
	abstract ServerSideEvents serverSideEvents();

	// Handlers

	@Override
	public final NamespaceWatches watches() {
		return this.handlers.watches();
	}

	final HandlerTable handlers() {
		return this.handlers;
	}

	final ConnectChecks checks() {
		return this.checks;
	}

	final RoomListeners roomListeners() {
		return this.roomListeners;
	}

	@Override
	public final Namespace use(ConnectInterceptor interceptor) {
		this.checks.add(interceptor);
		return this;
	}

	@Override
	public final Namespace useForEvents(EventInterceptor interceptor) {
		this.handlers.use(interceptor);
		return this;
	}

	@Override
	public final Namespace onConnection(Consumer<Socket> listener) {
		this.handlers.keepEvents();
		this.handlers.onConnect(new ConnectionListener(listener));
		return this;
	}

	@Override
	public final Namespace onRoomEvent(RoomListener listener) {
		this.roomListeners.add(listener);
		return this;
	}

	// All servers

	@Override
	public final Mono<Set<String>> fetchRooms() {
		return target().adapter()
			.request(new Request.FetchRooms(this.server.options().requestTimeout()))
			.collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public final Mono<Integer> serverCount() {
		Duration timeout = this.server.options().requestTimeout();
		return target().adapter()
			.serverCount()
			.timeout(timeout, Mono.error(() -> new MissingServersException(
					"the servers have not been counted within " + timeout.toMillis() + " ms", Set.of())));
	}

	@Override
	public final void serverSideEmit(String event, @Nullable Object... arguments) {
		target().adapter().send(new Command.ServerSideEmit(event, payloads().payload(Payload.valuesOf(arguments))));
	}

	@Override
	public final Mono<List<Arguments>> serverSideEmitWithAck(String event, @Nullable Object... arguments) {
		Duration timeout = this.server.options().requestTimeout();
		return new AckCollector.Question(
				target().adapter()
					.request(new Request.ServerSideEmitWithAck(event, payloads().payload(Payload.valuesOf(arguments)),
							timeout)),
				"servers", timeout, this.server.timers(), (context) -> AckWatch.NONE)
			.list()
			.onErrorMap(AckException.class, NamespaceBase::naming);
	}

	/** Clients may be many, servers are few. */
	private static AckException naming(AckException exception) {
		return exception.missing().isEmpty() ? exception : new AckException(
				exception.getMessage() + ", missing: " + exception.missing(), exception.answers(), exception.missing());
	}

	@Override
	public final Namespace onServerSideEmit(String event, ServerEventListener listener) {
		serverSideEvents().add(event, listener);
		return this;
	}

	@Override
	public String toString() {
		return "Namespace[" + name() + "]";
	}

	/**
	 * A listener as a handler.
	 *
	 * @param listener the listener
	 */
	private record ConnectionListener(Consumer<Socket> listener) implements LifecycleHandler {

		@Override
		public boolean runsOnEventLoop() {
			return false;
		}

		@Override
		public @Nullable Publisher<?> handle(Socket socket, @Nullable DisconnectReason reason,
				@Nullable String description) {
			this.listener.accept(socket);
			return null;
		}

	}

}
