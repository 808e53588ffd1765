package io.github.socketiospring.server;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.server.event.NumberedAck;
import org.jspecify.annotations.Nullable;

/**
 * Answers one event of one client, once.
 */
final class PacketAck extends AtomicBoolean implements NumberedAck {

	private final transient ServerSocket socket;

	private final long id;

	PacketAck(ServerSocket socket, long id) {
		this.socket = socket;
		this.id = id;
	}

	@Override
	public long id() {
		return this.id;
	}

	@Override
	public boolean isRequested() {
		return true;
	}

	@Override
	@SuppressWarnings("NullAway") // A caller's (Object[]) null is one null argument.
	public void send(@Nullable Object... arguments) {
		if (compareAndSet(false, true)) {
			this.socket.send(new Packet.Ack(this.socket.namespace().name(), this.id, Payload.valuesOf(arguments)));
		}
	}

}
