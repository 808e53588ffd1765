package io.github.socketiospring.server;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

import io.github.socketiospring.ClientConnection;
import io.github.socketiospring.PacketListener;
import io.github.socketiospring.Revision;
import io.github.socketiospring.Socket;
import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.server.event.LogText;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;

import org.springframework.util.Assert;

/**
 * What an application sees of a client. Made when it is asked for: nothing is kept.
 *
 * @param client the client
 * @param session its engine session
 */
record ServerConnection(Client client, EngineSession session) implements ClientConnection {

	@Override
	public String id() {
		return this.session.publicId();
	}

	@Override
	public String transport() {
		return this.session.transport();
	}

	@Override
	public Revision revision() {
		return this.client.revision();
	}

	@Override
	public @Nullable InetSocketAddress remoteAddress() {
		return this.session.request().remoteAddress();
	}

	@Override
	public Instant connectedAt() {
		return this.client.openedAt();
	}

	@Override
	public Instant lastHeard() {
		Instant heard = Instant.now().minus(this.session.silence());
		return heard.isBefore(connectedAt()) ? connectedAt() : heard;
	}

	@Override
	public int queuedPackets() {
		return this.session.waitingMessages();
	}

	@Override
	public long queuedBytes() {
		return this.session.waitingBytes();
	}

	@Override
	public State state() {
		return switch (this.session.state()) {
			case OPENING, OPEN -> State.OPEN;
			case CLOSING -> State.CLOSING;
			case CLOSED -> State.CLOSED;
		};
	}

	@Override
	public Map<String, Socket> sockets() {
		return this.client.sockets();
	}

	@Override
	public void disconnect() {
		this.client.disconnectAll(null);
	}

	@Override
	public void close() {
		this.session.close(CloseReason.FORCED_CLOSE, "the application closed the connection");
	}

	@Override
	public void write(String packet) {
		Assert.isTrue(!packet.isEmpty(), "A packet has at least a type");
		this.session.send(EngineMessage.text(packet));
	}

	@Override
	public void write(byte[] packet) {
		EngineMessage type = this.session.revision().framing().binary(new byte[0]);
		int length = type.payloadLength();
		boolean complete = packet.length >= length
				&& Arrays.equals(packet, 0, length, type.array(), type.payloadOffset(), type.payloadOffset() + length);
		Assert.isTrue(complete, "For this client, bytes begin with the type of a message, the byte 4");
		this.session.send(EngineMessage.binary(packet));
	}

	@Override
	public Disposable spawn(Runnable job) {
		return this.client.jobs().spawn(this.client, job);
	}

	@Override
	public Disposable spawn(Publisher<?> job) {
		return this.client.jobs().spawn(this.client, job);
	}

	@Override
	public void cancelJobs() {
		this.client.jobs().cancel(this.client);
	}

	@Override
	public ClientConnection onPacket(PacketListener listener) {
		this.session.addTap(new PacketListenerTap(listener));
		return this;
	}

	@Override
	public ClientConnection offPacket(PacketListener listener) {
		this.session.removeTap(new PacketListenerTap(listener));
		return this;
	}

	@Override
	public String toString() {
		return "ClientConnection[" + id() + ", " + revision() + ", " + transport() + ", " + state() + ", from "
				+ remoteAddress() + " since " + connectedAt() + ", heard " + lastHeard() + ", " + queuedPackets()
				+ " packets of " + queuedBytes() + " bytes queued, in "
				+ sockets().keySet().stream().map(LogText::of).toList() + "]";
	}

}
