package io.github.socketiospring.server;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.adapter.AckReply;
import io.github.socketiospring.codec.socketio.EncodedPacket;
import io.github.socketiospring.engine.BroadcastDelivery;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/**
 * The acknowledgements that sockets of this server owe for one broadcast.
 */
final class LocalAcks {

	private final FluxSink<AckReply> sink;

	private final long id;

	private final List<ServerSocket> sockets;

	private final @Nullable OutgoingEvent outgoing;

	private final AtomicInteger pending;

	LocalAcks(FluxSink<AckReply> sink, long id, List<ServerSocket> sockets, @Nullable OutgoingEvent outgoing) {
		this.sink = sink;
		this.id = id;
		this.sockets = sockets;
		this.outgoing = outgoing;
		this.pending = new AtomicInteger(sockets.size());
	}

	void ask(EncodedPacket packet) {
		this.sink.next(new AckReply.Asked(ids()));
		if (this.sockets.isEmpty()) {
			this.sink.complete();
			return;
		}
		BroadcastDelivery delivery = new BroadcastDelivery();
		try {
			for (ServerSocket socket : this.sockets) {
				if (this.outgoing != null) {
					this.outgoing.tell(socket);
				}
				socket.pendingAcks().add(this.id, new Callback(socket.id()));
				socket.owner().output().send(packet, delivery);
			}
		}
		finally {
			delivery.flush();
		}
		if (this.sink.isCancelled()) {
			// Perhaps before all were asked.
			forget();
		}
	}

	private Set<String> ids() {
		Set<String> ids = new HashSet<>(2 * this.sockets.size());
		for (ServerSocket socket : this.sockets) {
			ids.add(socket.id());
		}
		return ids;
	}

	private void completed(AckReply reply) {
		this.sink.next(reply);
		if (this.pending.decrementAndGet() == 0) {
			this.sink.complete();
		}
	}

	/** Nobody waits for the answers any more, if any are missing. */
	void forget() {
		if (this.pending.get() > 0) {
			this.sockets.forEach((socket) -> socket.pendingAcks().remove(this.id));
		}
	}

	/**
	 * Waits for one socket.
	 */
	private final class Callback implements PendingAcks.AckCallback {

		private final String socket;

		Callback(String socket) {
			this.socket = socket;
		}

		@Override
		public void answered(Arguments arguments) {
			completed(new AckReply.Answered(this.socket, arguments));
		}

		@Override
		public void failed(AckException exception) {
			completed(new AckReply.Gone(this.socket));
		}

	}

}
