package io.github.socketiospring.server;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.ConnectInterceptor;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.EventInterceptor;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.ServerEventListener;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketAnswer;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.server.event.HandlerTable;
import io.github.socketiospring.server.event.LifecycleHandler;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A namespace as applications see it: its sockets on all servers, and its handlers on
 * this one.
 */
final class ServerNamespace extends SocketSelection implements Namespace {

	private final DefaultSocketIOServer server;

	private final LocalSockets localSockets;

	private final HandlerTable handlers;

	private final List<ConnectInterceptor> interceptors = new CopyOnWriteArrayList<>();

	private final AtomicBoolean started = new AtomicBoolean();

	ServerNamespace(String name, DefaultSocketIOServer server, AdapterFactory adapters) {
		this.server = server;
		this.handlers = new HandlerTable(name, server.eventSettings(), server.eventNames());
		this.localSockets = new LocalSockets(name, server, adapters);
	}

	/**
	 * Starts the adapter, if it was not started.
	 * @return completes when it takes part in the cluster
	 */
	Mono<Void> start() {
		return this.started.compareAndSet(false, true) ? adapter().start() : Mono.empty();
	}

	/**
	 * Stops the adapter, if it was started; it may be started again.
	 * @return completes when it has left the cluster
	 */
	Mono<Void> stop() {
		return this.started.compareAndSet(true, false) ? adapter().stop() : Mono.empty();
	}

	DefaultSocketIOServer server() {
		return this.server;
	}

	LocalSockets localSockets() {
		return this.localSockets;
	}

	Adapter adapter() {
		return this.localSockets.adapter();
	}

	@Override
	ServerNamespace target() {
		return this;
	}

	@Override
	public String name() {
		return this.localSockets.name();
	}

	// Handlers

	HandlerTable handlers() {
		return this.handlers;
	}

	@Override
	public Namespace use(ConnectInterceptor interceptor) {
		this.interceptors.add(interceptor);
		return this;
	}

	@Override
	public Namespace useForEvents(EventInterceptor interceptor) {
		this.handlers.use(interceptor);
		return this;
	}

	/**
	 * Asks the interceptors, one after the other.
	 * @return completes if the socket may join; {@code null} if there are no interceptors
	 */
	@Nullable Mono<Void> intercept(ServerSocket socket) {
		if (this.interceptors.isEmpty()) {
			return null;
		}
		return Flux.fromIterable(this.interceptors)
			.concatMap((interceptor) -> Mono.defer(() -> interceptor.intercept(socket)))
			.then();
	}

	@Override
	public Namespace onConnection(Consumer<Socket> listener) {
		this.handlers.keepEvents();
		this.handlers.onConnect(new ConnectionListener(listener));
		return this;
	}

	@Override
	public @Nullable Socket socket(String id) {
		return this.localSockets.get(id);
	}

	// All servers

	@Override
	public Mono<Set<String>> fetchRooms() {
		return adapter().request(new Request.FetchRooms(DEFAULT_TIMEOUT)).collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public Mono<Integer> serverCount() {
		return adapter().serverCount();
	}

	@Override
	public void serverSideEmit(String event, @Nullable Object... arguments) {
		adapter().send(new Command.ServerSideEmit(event, this.localSockets.payload(EmittedValues.of(arguments))));
	}

	@Override
	public Mono<List<Arguments>> serverSideEmitWithAck(String event, @Nullable Object... arguments) {
		Flux<SocketAnswer> answers = AckCollector.collect(
				adapter().request(new Request.ServerSideEmitWithAck(event,
						this.localSockets.payload(EmittedValues.of(arguments)), DEFAULT_TIMEOUT)),
				"servers", DEFAULT_TIMEOUT, this.server.timers());
		return answers.map(SocketAnswer::arguments).collectList().map(List::copyOf);
	}

	@Override
	public Namespace onServerSideEmit(String event, ServerEventListener listener) {
		this.localSockets.serverSideEvents().add(event, listener);
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
