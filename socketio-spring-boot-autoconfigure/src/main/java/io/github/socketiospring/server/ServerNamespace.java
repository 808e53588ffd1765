package io.github.socketiospring.server;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.ConnectInterceptor;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.AdapterSocket;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.codec.socketio.EncodedPacket;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.engine.BroadcastDelivery;
import io.github.socketiospring.server.event.HandlerTable;
import io.github.socketiospring.server.event.LifecycleHandler;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A namespace: its sockets on this server instance, its handlers, and its adapter.
 */
final class ServerNamespace extends AllSockets implements Namespace, AdapterNamespace {

	private final String name;

	private final DefaultSocketIOServer server;

	private final Adapter adapter;

	private final BroadcastOperator all;

	private final Map<String, ServerSocket> sockets = new ConcurrentHashMap<>();

	private final AtomicLong ackIds = new AtomicLong();

	private final HandlerTable handlers;

	private final List<ConnectInterceptor> interceptors = new CopyOnWriteArrayList<>();

	ServerNamespace(String name, DefaultSocketIOServer server, AdapterFactory adapters) {
		this.name = name;
		this.server = server;
		this.handlers = new HandlerTable(name);
		this.adapter = adapters.create(this);
		this.all = new NamespaceBroadcast(this, Selection.ALL);
	}

	DefaultSocketIOServer server() {
		return this.server;
	}

	Adapter adapter() {
		return this.adapter;
	}

	long nextAckId() {
		return this.ackIds.getAndIncrement();
	}

	@Override
	public String name() {
		return this.name;
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
		this.handlers.listenerAdded();
		this.handlers.onConnect(new ConnectionListener(listener));
		return this;
	}

	// Sockets

	void add(ServerSocket socket) {
		this.sockets.put(socket.id(), socket);
	}

	void remove(ServerSocket socket) {
		this.sockets.remove(socket.id(), socket);
	}

	@Override
	public @Nullable ServerSocket socket(String id) {
		return this.sockets.get(id);
	}

	@Override
	public Collection<? extends AdapterSocket> localSockets() {
		return this.sockets.values();
	}

	@Override
	public void deliver(Packet.Event event, boolean isVolatile, Consumer<Consumer<AdapterSocket>> receivers) {
		EncodedPacket packet = new EncodedPacket(event);
		BroadcastDelivery delivery = new BroadcastDelivery();
		receivers.accept((socket) -> {
			ServerSocket target = (ServerSocket) socket;
			Client client = target.client();
			// It may have joined rooms already, but not the namespace.
			if (target.isConnected() && (!isVolatile || client.isWritable())) {
				client.send(packet, delivery);
			}
		});
		delivery.flush();
	}

	@Override
	public Mono<List<Arguments>> deliverWithAck(Packet.Event event, Duration timeout,
			Consumer<Consumer<AdapterSocket>> receivers) {
		return Mono.create((sink) -> {
			long id = nextAckId();
			EncodedPacket packet = new EncodedPacket(
					new Packet.Event(event.namespace(), id, event.event(), event.arguments()));
			BroadcastDelivery delivery = new BroadcastDelivery();
			BroadcastAcks acks = new BroadcastAcks(sink, id, this.server.timers(), timeout);
			sink.onDispose(acks::forget);
			receivers.accept((socket) -> {
				ServerSocket target = (ServerSocket) socket;
				if (target.isConnected()) {
					acks.expect(target);
					target.client().send(packet, delivery);
				}
			});
			acks.start();
			delivery.flush();
		});
	}

	@Override
	BroadcastOperator all() {
		return this.all;
	}

	@Override
	public String toString() {
		return "Namespace[" + this.name + "]";
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
