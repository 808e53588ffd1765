package io.github.socketiospring.server;

import java.time.Duration;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.EmitResult;
import io.github.socketiospring.Emitter;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.engine.SendResult;
import io.github.socketiospring.server.event.AckWatch;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Emits to one socket of this server.
 *
 * @param socket the socket
 * @param patience how long answers are waited for; {@code null} for the default
 * @param compress whether connections that compress may compress it
 */
record SocketEmitter(SendingSocket socket, @Nullable Duration patience,
		boolean compress) implements Emitter<Arguments> {

	@Override
	public Emitter<Arguments> timeout(Duration timeout) {
		return new SocketEmitter(this.socket, SocketSelection.positive(timeout), this.compress);
	}

	@Override
	public Emitter<Arguments> compress(boolean compress) {
		return new SocketEmitter(this.socket, this.patience, compress);
	}

	@Override
	public EmitResult emit(String event, @Nullable Object... arguments) {
		return this.socket.emit(this.compress, event, arguments);
	}

	@Override
	public EmitResult volatileEmit(String event, @Nullable Object... arguments) {
		return volatileEmit(this.socket, this.compress, event, arguments);
	}

	@Override
	public Mono<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
		return ask(false, event, arguments);
	}

	@Override
	public Mono<Arguments> volatileEmitWithAck(String event, @Nullable Object... arguments) {
		return ask(true, event, arguments);
	}

	private Mono<Arguments> ask(boolean isVolatile, String event, @Nullable Object... arguments) {
		EmittedEvents.checkEvent(event, this.socket.namespace().server().eventNames());
		Duration own = this.patience;
		Duration timeout = (own != null) ? own : this.socket.namespace().server().options().ackTimeout();
		return Mono.create((sink) -> {
			if (isVolatile && !this.socket.owner().isWritable()) {
				sink.error(new AckException(AckException.Reason.NOT_WRITABLE,
						"the client could not take the event right now, and it was volatile"));
				return;
			}
			AckWatch watch = this.socket.namespace().watches().asked(event, sink.contextView());
			LocalSockets local = this.socket.namespace().localSockets();
			long ackId = local.nextAckId();
			SocketAck ack = new SocketAck(sink, this.socket.pendingAcks(), ackId,
					this.socket.namespace().server().timers(), watch);
			sink.onDispose(ack);
			ack.await(timeout);
			send(this.socket, this.compress, packet(this.socket, ackId, event, arguments));
		});
	}

	// Without an emitter of its own

	static EmitResult emit(SendingSocket socket, boolean compress, String event, @Nullable Object... arguments) {
		EmittedEvents.checkEvent(event, socket.namespace().server().eventNames());
		return send(socket, compress, packet(socket, Packet.NO_ID, event, arguments));
	}

	static EmitResult volatileEmit(SendingSocket socket, boolean compress, String event,
			@Nullable Object... arguments) {
		EmittedEvents.checkEvent(event, socket.namespace().server().eventNames());
		if (!socket.hasGone() && !socket.owner().isWritable()) {
			return EmitResult.NOT_WRITABLE;
		}
		return send(socket, compress, packet(socket, Packet.NO_ID, event, arguments));
	}

	private static Packet.Event packet(SendingSocket socket, long ackId, String event, @Nullable Object... arguments) {
		return new Packet.Event(socket.namespace().name(), ackId, event, Payload.valuesOf(arguments));
	}

	private static EmitResult send(SendingSocket socket, boolean compress, Packet.Event packet) {
		if (socket.hasGone()) {
			return EmitResult.DISCONNECTED;
		}
		if (OutgoingEvent.isShownTo(socket)) {
			LocalSockets local = socket.namespace().localSockets();
			new OutgoingEvent(local, packet.event(), local.payloads().payload(packet.arguments())).tell(socket);
		}
		PacketOutput output = socket.owner().output();
		SendResult result = compress ? output.send(packet) : output.sendUncompressed(packet);
		if (result == SendResult.ACCEPTED) {
			socket.namespace().watches().emitted(packet.event(), 1);
		}
		return result(result);
	}

	private static EmitResult result(SendResult result) {
		return switch (result) {
			case ACCEPTED -> EmitResult.QUEUED;
			case ENDED -> EmitResult.DISCONNECTED;
			case OVERFLOW -> EmitResult.BUFFER_FULL;
		};
	}

}
