package io.github.socketiospring.server;

import java.util.List;

import io.github.socketiospring.ClientError;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonArguments;
import io.github.socketiospring.codec.json.PacketParseException;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketDecoder;
import io.github.socketiospring.codec.socketio.PacketHandler;
import io.github.socketiospring.engine.SessionListener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a client does with what it receives: it finds the socket a packet is for, and
 * counts packets that make no sense. All else is up to {@link Client}.
 */
abstract class ReceivingClient implements SessionListener, PacketHandler {

	private final PacketDecoder decoder;

	/** Only where the client's messages are received. */
	private int malformedInRow;

	ReceivingClient(DefaultSocketIOServer server, PacketProtocol protocol) {
		this.decoder = protocol.format().decoder(server.options().decoderLimits(), this);
	}

	abstract PacketProtocol protocol();

	abstract Memberships memberships();

	abstract PacketOutput output();

	/** Whether what is received comes too late. */
	public abstract boolean hasGone();

	/** Begins to join a namespace. */
	abstract void join(JoinRequest request);

	abstract boolean left(ServerSocket socket, DisconnectReason reason, @Nullable String description);

	abstract void report(SocketIOError.Name name, String namespace, @Nullable String event,
			@Nullable Throwable exception);

	abstract void limited(String limit);

	abstract void close(DisconnectReason reason, @Nullable String description);

	@Override
	public void text(byte[] data, int offset, int length) {
		if (hasGone()) {
			return;
		}
		try {
			this.decoder.text(data, offset, length);
			this.malformedInRow = 0;
		}
		catch (PacketParseException ex) {
			malformed(ex);
		}
	}

	@Override
	public void binary(byte[] data) {
		if (hasGone()) {
			return;
		}
		try {
			this.decoder.binary(data);
			this.malformedInRow = 0;
		}
		catch (PacketParseException ex) {
			malformed(ex);
		}
	}

	@Override
	public void malformed(@Nullable String description) {
		if (!hasGone()) {
			malformed(new PacketParseException(String.valueOf(description)));
		}
	}

	private void malformed(PacketParseException ex) {
		if (ex.limit() != null) {
			limited(ex.limit());
		}
		report(SocketIOError.Name.INVALID_PACKET, Packet.ROOT, null, ex);
		if (this.malformedInRow++ >= protocol().maxMalformedPackets()) {
			close(DisconnectReason.PARSE_ERROR, ex.getMessage());
		}
	}

	@Override
	public void connect(String address, JsonNode data) {
		join(protocol().request(address, data));
	}

	@Override
	public void disconnect(String namespace) {
		ServerSocket socket = memberships().get(namespace);
		if (socket != null) {
			left(socket, DisconnectReason.CLIENT_NAMESPACE_DISCONNECT, null);
		}
		else {
			stray("DISCONNECT from", namespace);
		}
	}

	@Override
	public void received(String namespace, long id) {
		if (memberships().get(namespace) != null) {
			output().send(new Packet.Ack(namespace, id, List.of()));
		}
	}

	@Override
	public void event(String namespace, long id, ArgumentReader arguments) {
		ServerSocket socket = memberships().get(namespace);
		if (socket != null) {
			socket.receiveEvent(id, arguments);
		}
		else {
			arguments.capture();
			stray("EVENT for", namespace);
		}
	}

	@Override
	public void unallowed(String namespace, String event) {
		if (memberships().get(namespace) != null) {
			report(SocketIOError.Name.UNALLOWED_EVENT_NAME, namespace, event, null);
		}
	}

	@Override
	public void error(String namespace, String reason, @Nullable String advice) {
		ServerSocket socket = memberships().get(namespace);
		if (socket != null) {
			socket.receiveError(new ClientError(reason, advice));
		}
	}

	@Override
	public void ack(String namespace, long id, JsonArguments arguments) {
		ServerSocket socket = memberships().get(namespace);
		if (socket != null) {
			socket.receiveAck(id, arguments);
		}
		else {
			stray("ACK for", namespace);
		}
	}

	/**
	 * A packet for a namespace that the client is not in. It may have crossed the one
	 * that put the client out, or have come in the same read as the one by which it left.
	 */
	private void stray(String packet, String namespace) {
		if (!protocol().ignoresStrays() && !memberships().wasIn(namespace)) {
			violation(packet + " a namespace that was not joined");
		}
	}

	void violation(String description) {
		close(DisconnectReason.FORCED_SERVER_CLOSE, description);
	}

	@Override
	public void resumed() {
		ServerSocket root = memberships().get(Packet.ROOT);
		if (root != null) {
			output().sendFirst(protocol().joined(Packet.ROOT, root.id(), root.privateId()));
		}
	}

}
