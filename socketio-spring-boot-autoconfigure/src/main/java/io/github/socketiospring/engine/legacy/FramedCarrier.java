package io.github.socketiospring.engine.legacy;

import java.util.concurrent.Executor;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.FrameReceiver;
import io.github.socketiospring.engine.FramedConnection;
import io.github.socketiospring.engine.TransportConnection;
import io.github.socketiospring.engine.TransportSession;
import org.jspecify.annotations.Nullable;

/**
 * A framed connection, such as a WebSocket, that carries a virtual one.
 */
public final class FramedCarrier implements Carrier, FrameReceiver {

	private final VirtualConnection virtual;

	private final FramedConnection connection;

	private final LegacyTransport transport;

	private FramedCarrier(VirtualConnection virtual, FramedConnection connection, LegacyTransport transport) {
		this.virtual = virtual;
		this.connection = connection;
		this.transport = transport;
	}

	/**
	 * Gives a new connection to the session its client has asked for. Called where the
	 * connection receives.
	 * @param virtual the session's connection, or {@code null} if there is no such
	 * session: then the client is told, and the connection closed
	 * @param connection the connection, which has received nothing yet
	 * @param transport what the client calls it
	 */
	public static void begin(@Nullable VirtualConnection virtual, FramedConnection connection,
			LegacyTransport transport) {
		if (virtual == null) {
			connection.write(VirtualConnection.UNKNOWN_SESSION);
			connection.closeUnused();
			return;
		}
		FramedCarrier carrier = new FramedCarrier(virtual, connection, transport);
		connection.receiveWith(carrier);
		if (!virtual.carry(carrier)) {
			connection.closeUnused();
		}
	}

	@Override
	public LegacyTransport transport() {
		return this.transport;
	}

	@Override
	public Executor executor() {
		return this.connection.executor();
	}

	@Override
	public boolean isWritable() {
		return this.connection.isWritable();
	}

	@Override
	public boolean hasHeartbeat() {
		return true;
	}

	@Override
	public void start(TransportSession session) {
		this.connection.attach(session);
	}

	@Override
	public void wakeUp() {
		this.connection.wakeUp();
	}

	@Override
	public void suspendReading(boolean suspended) {
		this.connection.suspendReading(suspended);
	}

	@Override
	public void release() {
		this.connection.closeUnused();
	}

	@Override
	public void end(EngineMessage message) {
		this.connection.closeUnused();
	}

	@Override
	public void abort() {
		this.connection.closeUnused();
	}

	@Override
	public void receiveText(TransportConnection from, byte[] data, int offset, int length) {
		this.virtual.receive(this, data, offset, length);
	}

	@Override
	public void receiveBinary(TransportConnection from, byte[] data) {
		this.virtual.session().receiveBinary(this.virtual, data);
	}

	/** Who says goodbye does not come back: nobody needs to wait. */
	@Override
	public void connectionClosed(TransportConnection from, @Nullable String description) {
		this.virtual.closed(this, description);
	}

	@Override
	public void limited(String limit) {
		this.virtual.session().limited(limit);
	}

	@Override
	public void connectionEnded(TransportConnection from, CloseReason reason, @Nullable String description) {
		this.virtual.lost(this);
	}

}
