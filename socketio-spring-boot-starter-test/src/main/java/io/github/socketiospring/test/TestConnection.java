package io.github.socketiospring.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonArguments;
import io.github.socketiospring.codec.socketio.DecoderLimits;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketDecoder;
import io.github.socketiospring.codec.socketio.PacketFormat;
import io.github.socketiospring.codec.socketio.PacketHandler;
import io.github.socketiospring.engine.ProtocolRevision;
import io.github.socketiospring.engine.Signal;
import io.github.socketiospring.handshake.RequestRefusedException;
import io.github.socketiospring.server.event.ReceivedArguments;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.HttpStatus;

/**
 * One client's connection, and its sockets by namespace. What the server sends is taken
 * on the connection's loop; the rest may be called by any thread.
 */
final class TestConnection implements InProcessConnection.Peer, PacketHandler {

	/** Whatever the server sends. */
	private static final DecoderLimits LIMITS = new DecoderLimits(Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);

	private final TestedServer server;

	private final ClientSettings settings;

	private final Dialect dialect;

	private final PacketFormat format;

	private final PacketDecoder decoder;

	private final InProcessConnection connection;

	private final Map<String, ClientSocket> sockets = new ConcurrentHashMap<>();

	private final CompletableFuture<String> sessionId = new CompletableFuture<>();

	private volatile @Nullable ProtocolRevision revision;

	private volatile boolean answeringHeartbeats = true;

	private volatile boolean over;

	TestConnection(TestedServer server, ClientSettings settings) {
		this.server = server;
		this.settings = settings;
		this.dialect = Dialect.of(settings.revision());
		this.format = this.dialect.format(server);
		this.decoder = this.format.decoder(LIMITS, this);
		this.connection = new InProcessConnection(server.transport(), this);
	}

	TestedServer server() {
		return this.server;
	}

	ClientSettings settings() {
		return this.settings;
	}

	InProcessConnection connection() {
		return this.connection;
	}

	// Opening

	/**
	 * Opens the connection, and waits until it is open.
	 */
	void open() {
		Waiting.check();
		OpenClients.add(this);
		this.dialect.open(this);
		Waiting.get(this.sessionId, this.settings.timeout(),
				() -> new AssertionError("The server has not opened the connection"));
	}

	/**
	 * The connection is about to be a session's.
	 * @param chosen the client's generation
	 */
	void begin(ProtocolRevision chosen) {
		this.revision = chosen;
		if (this.dialect.joinsRootAtOnce()) {
			this.sockets.put(Packet.ROOT, new ClientSocket(this, Packet.ROOT, MissingNode.getInstance()));
		}
	}

	/**
	 * The connection is open.
	 * @param id the session's id
	 */
	void opened(String id) {
		this.sessionId.complete(id);
		scheduleHeartbeat();
	}

	/**
	 * No session was opened.
	 */
	void refused(RequestRefusedException refusal) {
		this.sessionId.completeExceptionally(
				ConnectErrorException.byRequest(String.valueOf(refusal.getMessage()), HttpStatus.SERVICE_UNAVAILABLE));
		this.connection.closeUnused();
	}

	private void scheduleHeartbeat() {
		EngineMessage heartbeat = this.dialect.heartbeat();
		if (heartbeat != null) {
			this.server.engine()
				.timers()
				.schedule(this.server.engine().options().pingInterval(), () -> beat(heartbeat));
		}
	}

	private void beat(EngineMessage heartbeat) {
		if (!this.over) {
			if (this.answeringHeartbeats) {
				this.connection.send(heartbeat);
			}
			scheduleHeartbeat();
		}
	}

	// Acting

	/**
	 * Joins a namespace, and waits for the answer.
	 */
	ClientSocket join(String name, @Nullable Object auth) {
		String namespace = name.startsWith("/") ? name : "/" + name;
		JsonNode credentials = (auth != null) ? this.server.json().toTree(auth) : MissingNode.getInstance();
		boolean implicit = this.dialect.joinsRootAtOnce();
		if (implicit) {
			ClientSocket root = this.sockets.get(Packet.ROOT);
			boolean wanted = namespace.equals(Packet.ROOT);
			if (wanted) {
				// Complains of credentials, which nobody would read.
				this.dialect.join(namespace, credentials);
			}
			if (root != null && (wanted || root.isJoining())) {
				root.awaitJoined(wanted);
			}
			if (root != null && wanted && root.isConnected()) {
				return root;
			}
		}
		ClientSocket known = this.sockets.get(namespace);
		if (known != null && known.isConnected()) {
			return known;
		}
		Packet packet = this.dialect.join(namespace, credentials);
		ClientSocket socket = new ClientSocket(this, namespace, credentials);
		if (this.over) {
			throw new IllegalStateException("The connection has ended: connect another client");
		}
		this.sockets.put(namespace, socket);
		send(packet);
		if (this.over) {
			socket.disconnected(ClientSocket.TRANSPORT_CLOSE);
		}
		socket.awaitJoined(true);
		return socket;
	}

	/**
	 * Joins a namespace on a new connection, and asks for what was missed on this one.
	 * @param auth the credentials there were
	 * @param secret by what the client gets its state back, or {@code null}
	 * @param offset the last event it has received, or {@code null}
	 */
	SocketIOTestClient again(String namespace, JsonNode auth, @Nullable String secret, @Nullable String offset) {
		JsonNode credentials = auth;
		if (secret != null) {
			ObjectNode recovery = JsonNodeFactory.instance.objectNode().put("pid", secret);
			if (offset != null) {
				recovery.put("offset", offset);
			}
			auth.properties().forEach((property) -> recovery.putIfAbsent(property.getKey(), property.getValue()));
			credentials = recovery;
		}
		TestConnection next = new TestConnection(this.server, this.settings);
		return next.enter(namespace, credentials.isMissingNode() ? null : credentials);
	}

	/**
	 * Opens the connection and joins a namespace; without it, the connection ends.
	 */
	SocketIOTestClient enter(String namespace, @Nullable Object auth) {
		boolean connected = false;
		try {
			open();
			SocketIOTestClient client = join(namespace, auth);
			connected = true;
			return client;
		}
		finally {
			if (!connected) {
				end(true);
			}
		}
	}

	EngineMessage[] encode(Packet packet) {
		ProtocolRevision chosen = this.revision;
		if (chosen == null) {
			throw new IllegalStateException("The connection is not open");
		}
		return this.format.encode(packet, chosen.framing());
	}

	void send(Packet packet) {
		this.connection.send(encode(packet));
	}

	void sendJson(String namespace, @Nullable Object value) {
		this.connection.send(this.dialect.json(this, namespace, value));
	}

	void heartbeats(boolean answering) {
		this.answeringHeartbeats = answering;
	}

	/**
	 * A socket has left its namespace by itself: without any, a client has no use for its
	 * connection.
	 */
	void left() {
		if (this.sockets.values().stream().noneMatch((socket) -> socket.isWanted() && socket.isConnected())) {
			end(true);
		}
	}

	/**
	 * Ends the connection.
	 * @param goodbye whether the client closes it, rather than loses it
	 */
	void end(boolean goodbye) {
		if (goodbye) {
			this.sockets.values().forEach((socket) -> socket.disconnected(ClientSocket.CLIENT_DISCONNECT));
		}
		this.connection.end(goodbye);
	}

	// Receiving

	@Override
	public void text(byte[] data, int offset, int length) {
		ProtocolRevision chosen = this.revision;
		if (chosen == null || length == 0) {
			return;
		}
		Signal signal = chosen.signal(data, offset, length);
		switch (signal) {
			case MESSAGE -> packet(data, offset, length, chosen.framing().textPrefixLength());
			case PING, PONG -> heartbeat(signal);
			case CLOSE -> this.connection.end(true);
			default -> {
				String id = this.dialect.sessionId(this.server.json(), data, offset, length);
				if (id != null) {
					opened(id);
				}
			}
		}
	}

	private void heartbeat(Signal signal) {
		EngineMessage answer = this.dialect.answerTo(signal);
		if (answer != null && this.answeringHeartbeats) {
			this.connection.send(answer);
		}
	}

	private void packet(byte[] data, int offset, int length, int prefix) {
		try {
			this.decoder.text(data, offset + prefix, length - prefix);
		}
		catch (RuntimeException ex) {
			malformed(ex);
		}
	}

	@Override
	public void binary(byte[] data) {
		ProtocolRevision chosen = this.revision;
		byte[] content = (chosen != null) ? chosen.binaryContent(data) : null;
		try {
			if (content != null) {
				this.decoder.binary(content);
			}
		}
		catch (RuntimeException ex) {
			malformed(ex);
		}
	}

	/** As clients do, which have this name for it. */
	private void malformed(RuntimeException exception) {
		this.sockets.values().forEach((socket) -> socket.disconnected("parse error: " + exception.getMessage()));
		this.connection.end(true);
	}

	@Override
	public void connect(String namespace, JsonNode data) {
		ClientSocket socket = this.sockets.get(namespace);
		if (socket != null) {
			JsonNode secret = data.path("pid");
			socket.joined(this.dialect.socketId(namespace, data, this.sessionId.getNow("")),
					secret.isString() ? secret.stringValue() : null);
		}
	}

	@Override
	public void refused(String address, JsonNode error) {
		int query = address.indexOf('?');
		ClientSocket socket = this.sockets.get((query < 0) ? address : address.substring(0, query));
		if (socket != null) {
			socket.refused(error);
		}
	}

	@Override
	public void error(String namespace, String reason, @Nullable String advice) {
		ClientSocket socket = this.sockets.get(namespace);
		if (socket != null) {
			socket.failed(reason);
		}
	}

	@Override
	public void disconnect(String namespace) {
		ClientSocket socket = this.sockets.get(namespace);
		if (socket != null) {
			socket.disconnected(ClientSocket.SERVER_DISCONNECT);
		}
	}

	@Override
	public void leave() {
		this.sockets.values().forEach((socket) -> socket.disconnected(ClientSocket.SERVER_DISCONNECT));
	}

	@Override
	public void received(String namespace, long id) {
		// Servers ask for answers of handlers only.
	}

	@Override
	public void event(String namespace, long id, ArgumentReader reader) {
		String event = reader.event();
		JsonArguments arguments = reader.capture();
		ClientSocket socket = this.sockets.get(namespace);
		if (socket != null) {
			socket.event(event, id, new ReceivedArguments(arguments));
		}
	}

	@Override
	public void ack(String namespace, long id, JsonArguments arguments) {
		ClientSocket socket = this.sockets.get(namespace);
		if (socket != null) {
			socket.acknowledged(id, new ReceivedArguments(arguments));
		}
	}

	@Override
	public void ended() {
		this.over = true;
		OpenClients.remove(this);
		this.sessionId.completeExceptionally(new IllegalStateException(
				"The server has closed the connection at once: its log, or its debug log, tells why"));
		List<ClientSocket> last = new ArrayList<>(this.sockets.values());
		last.forEach((socket) -> socket.disconnected(ClientSocket.TRANSPORT_CLOSE));
	}

}
