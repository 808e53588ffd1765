package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.adapter.AckReply;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.MissedEvent;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.codec.json.WrittenArray;
import io.github.socketiospring.codec.socketio.EncodedPacket;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.engine.BroadcastDelivery;
import io.github.socketiospring.server.event.NamespaceWatches;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * What one namespace has on this server: sockets, their rooms, and listeners for what
 * other servers emit.
 */
final class LocalSockets implements AdapterNamespace {

	private static final Log logger = LogFactory.getLog(LocalSockets.class);

	private final String name;

	private final DefaultSocketIOServer server;

	/** Replaced once the namespace is removed. */
	private volatile Adapter adapter;

	private final Map<String, ServerSocket> sockets = new ConcurrentHashMap<>();

	private final Rooms rooms;

	private final ServerSideEvents serverSideEvents;

	private final AtomicLong ackIds = new AtomicLong();

	private final PayloadCodec payloads;

	private final NamespaceWatches watches;

	/** Set once a socket has listeners of what it is sent. */
	private volatile boolean showsOutgoing;

	LocalSockets(String name, DefaultSocketIOServer server, AdapterFactory adapters, ServerSideEvents serverSideEvents,
			RoomEvents roomEvents, NamespaceWatches watches) {
		this.name = name;
		this.server = server;
		this.payloads = server.payloads();
		this.watches = watches;
		this.serverSideEvents = serverSideEvents;
		this.adapter = adapters.create(this);
		this.rooms = new Rooms(this.sockets, this.adapter, roomEvents);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean isFamily() {
		return false;
	}

	@Override
	public String serverId() {
		return this.server.id();
	}

	PayloadCodec payloads() {
		return this.payloads;
	}

	Adapter adapter() {
		return this.adapter;
	}

	/**
	 * Keeps what is sent from now on from the adapter, which is being stopped.
	 */
	void detach() {
		this.adapter = new InMemoryAdapter(this);
	}

	Rooms roomIndex() {
		return this.rooms;
	}

	ServerSideEvents serverSideEvents() {
		return this.serverSideEvents;
	}

	void showOutgoing() {
		this.showsOutgoing = true;
	}

	private @Nullable OutgoingEvent outgoing(String event, Payload payload) {
		return this.showsOutgoing ? new OutgoingEvent(this, event, payload) : null;
	}

	long nextAckId() {
		return this.ackIds.getAndIncrement();
	}

	// Sockets

	void add(ServerSocket socket) {
		this.sockets.put(socket.id(), socket);
		this.adapter.socketAdded(socket.id());
		this.rooms.identities().add(socket);
	}

	void remove(ServerSocket socket) {
		boolean removed = this.sockets.remove(socket.id(), socket);
		this.rooms.identities().remove(socket);
		if (removed) {
			this.adapter.socketRemoved(socket.id());
		}
	}

	int size() {
		return this.sockets.size();
	}

	@Nullable ServerSocket get(String id) {
		return this.sockets.get(id);
	}

	List<ServerSocket> select(Selection selection) {
		List<ServerSocket> selected = new ArrayList<>();
		this.rooms.forEach(selection, (socket) -> {
			if (socket.isConnected()) {
				selected.add(socket);
			}
		});
		return selected;
	}

	// Delivery

	@Override
	public boolean mayBeFor(Selection selection) {
		return this.rooms.mayHave(selection);
	}

	@Override
	public void deliver(Command.Broadcast broadcast, @Nullable String offset) {
		Delivery delivery = new Delivery(broadcast, offset, false);
		try {
			this.rooms.forEach(broadcast.selection(), delivery);
		}
		finally {
			// Where one format cannot write it, others may have it in their queues.
			delivery.flush();
		}
	}

	@Override
	public Runnable queue(Command.Broadcast broadcast, @Nullable String offset) {
		Delivery delivery = new Delivery(broadcast, offset, true);
		try {
			this.rooms.forEach(broadcast.selection(), delivery);
		}
		catch (RuntimeException ex) {
			return () -> {
				delivery.flush();
				throw ex;
			};
		}
		return delivery::flush;
	}

	/** An event as a packet for a client that has missed it. */
	Packet packet(MissedEvent event) {
		return packet(event.event(), Packet.NO_ID, event.arguments(), event.offset(), true).packet();
	}

	@Override
	public Disposable schedule(Duration delay, Runnable task) {
		return this.server.schedule(delay, task);
	}

	@Override
	public Flux<AckReply> deliverWithAck(Request.BroadcastWithAck broadcast) {
		return Flux.create((sink) -> {
			long id = nextAckId();
			List<ServerSocket> sockets = select(broadcast.selection());
			if (broadcast.isVolatile()) {
				sockets.removeIf((socket) -> !socket.owner().isWritable());
			}
			LocalAcks acks = new LocalAcks(sink, id, sockets, outgoing(broadcast.event(), broadcast.arguments()));
			sink.onDispose(acks::forget);
			if (!sockets.isEmpty()) {
				this.watches.emitted(broadcast.event(), sockets.size());
			}
			acks.ask(packet(broadcast.event(), id, broadcast.arguments(), null, broadcast.compress()));
		});
	}

	private EncodedPacket packet(String event, long id, Payload arguments, @Nullable String offset, boolean compress) {
		Payload.Written written = (offset != null) ? arguments.written() : arguments.writtenSoFar();
		List<? extends @Nullable Object> values = arguments.values();
		if (written != null || values == null) {
			Payload.Written bytes = (written != null) ? written : arguments.written();
			values = new WrittenArray(this.server.json(), bytes.json(), bytes.attachments(), offset);
		}
		return new EncodedPacket(new Packet.Event(this.name, id, event, values), compress);
	}

	/**
	 * Hands one packet to each socket it is given.
	 */
	private final class Delivery implements Consumer<ServerSocket> {

		private final Command.Broadcast broadcast;

		private final EncodedPacket packet;

		/** For clients that take no offsets; {@code null} if there is none. */
		private @Nullable EncodedPacket plain;

		private final boolean hasOffset;

		private final boolean isVolatile;

		private final @Nullable OutgoingEvent outgoing;

		/** Whose listeners cannot be called yet; {@code null} if all can. */
		private final @Nullable List<ServerSocket> toldLater;

		private final BroadcastDelivery loops = new BroadcastDelivery();

		private int receivers;

		Delivery(Command.Broadcast broadcast, @Nullable String offset, boolean isLocked) {
			this.broadcast = broadcast;
			this.packet = encoded(offset);
			this.hasOffset = offset != null;
			this.isVolatile = broadcast.isVolatile();
			this.outgoing = LocalSockets.this.outgoing(broadcast.event(), broadcast.arguments());
			this.toldLater = (isLocked && this.outgoing != null) ? new ArrayList<>() : null;
		}

		private EncodedPacket encoded(@Nullable String offset) {
			return LocalSockets.this.packet(this.broadcast.event(), Packet.NO_ID, this.broadcast.arguments(), offset,
					this.broadcast.compress());
		}

		@Override
		public void accept(ServerSocket socket) {
			Client client = socket.owner();
			// It may have joined rooms already, but not the namespace.
			if (socket.isConnected() && (!this.isVolatile || client.isWritable())) {
				show(socket);
				this.receivers++;
				client.output().send(packetFor(client), this.loops);
			}
		}

		private void show(ServerSocket socket) {
			if (this.toldLater != null) {
				this.toldLater.add(socket);
			}
			else if (this.outgoing != null) {
				this.outgoing.tell(socket);
			}
		}

		private EncodedPacket packetFor(Client client) {
			if (!this.hasOffset || client.takesOffsets()) {
				return this.packet;
			}
			if (this.plain == null) {
				this.plain = encoded(null);
			}
			return this.plain;
		}

		void flush() {
			try {
				if (this.toldLater != null && this.outgoing != null) {
					this.toldLater.forEach(this.outgoing::tell);
				}
			}
			finally {
				this.loops.flush();
				if (this.receivers > 0) {
					LocalSockets.this.watches.emitted(this.broadcast.event(), this.receivers);
				}
			}
		}

	}

	// What is asked of sockets

	@Override
	public void join(Selection selection, Set<String> names) {
		String[] all = names.toArray(String[]::new);
		this.rooms.forEach(selection, (socket) -> {
			try {
				socket.join(all);
			}
			catch (IllegalStateException ex) {
				logger.warn(socket + " has not joined all rooms it was to join: " + ex.getMessage());
			}
		});
	}

	@Override
	public void leave(Selection selection, Set<String> names) {
		String[] all = names.toArray(String[]::new);
		this.rooms.forEach(selection, (socket) -> socket.leave(all));
	}

	@Override
	public void disconnect(Selection selection, boolean closeConnection) {
		this.rooms.forEach(selection, (socket) -> socket.disconnect(closeConnection));
	}

	void disconnectAll() {
		disconnect(Selection.ALL, false);
	}

	@Override
	public List<SocketDetails> sockets(Selection selection) {
		List<SocketDetails> details = new ArrayList<>();
		for (ServerSocket socket : select(selection)) {
			details.add(new SocketDetails(socket.id(), socket.handshake(), socket.rooms(), data(socket)));
		}
		return details;
	}

	/** Written at once: the application may change even what is in the values. */
	private Payload data(ServerSocket socket) {
		Map<String, Object> values = this.server.fetchedData(socket);
		Payload data = this.payloads.data(values);
		if (!values.isEmpty()) {
			data.written();
		}
		return data;
	}

	@Override
	public Set<String> rooms() {
		return this.rooms.names();
	}

	@Override
	public void serverSideEmitted(String event, Payload arguments) {
		this.serverSideEvents.emitted(event, read(arguments));
	}

	@Override
	public Flux<AckReply> serverSideAsked(String event, Payload arguments) {
		return this.serverSideEvents.asked(event, read(arguments), (answer) -> read(write(answer)));
	}

	// Bytes

	@Override
	public Payload write(Collection<? extends @Nullable Object> values) {
		return this.payloads.copy(values);
	}

	@Override
	public Payload write(Arguments answer) {
		return this.payloads.answer(answer);
	}

	@Override
	public Arguments read(Payload payload) {
		return this.payloads.read(payload);
	}

}
