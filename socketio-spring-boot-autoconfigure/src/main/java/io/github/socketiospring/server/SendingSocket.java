package io.github.socketiospring.server;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.AnySocketEventListener;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.EmitResult;
import io.github.socketiospring.Emitter;
import io.github.socketiospring.Socket;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.server.event.Listeners;
import io.github.socketiospring.server.event.ListeningSocket;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * What a socket can do by itself: emit, to its client or to others, show what it is sent,
 * and run jobs. It has no state; what there is belongs to its subclasses.
 */
abstract class SendingSocket extends ListeningSocket {

	@Override
	public abstract ServerNamespace namespace();

	abstract Client owner();

	abstract PendingAcks pendingAcks();

	// To the client

	@Override
	public EmitResult emit(String event, @Nullable Object... arguments) {
		return emit(true, event, arguments);
	}

	/**
	 * Emits an event that is neither volatile nor answered.
	 * @param compress whether a connection that compresses may compress it
	 */
	EmitResult emit(boolean compress, String event, @Nullable Object... arguments) {
		return SocketEmitter.emit(this, compress, event, arguments);
	}

	@Override
	public EmitResult volatileEmit(String event, @Nullable Object... arguments) {
		return SocketEmitter.volatileEmit(this, true, event, arguments);
	}

	@Override
	public Mono<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
		return new SocketEmitter(this, null, true).emitWithAck(event, arguments);
	}

	@Override
	public Mono<Arguments> volatileEmitWithAck(String event, @Nullable Object... arguments) {
		return new SocketEmitter(this, null, true).volatileEmitWithAck(event, arguments);
	}

	@Override
	public Emitter<Arguments> timeout(Duration timeout) {
		return new SocketEmitter(this, SocketSelection.positive(timeout), true);
	}

	@Override
	public Emitter<Arguments> compress(boolean compress) {
		return new SocketEmitter(this, null, compress);
	}

	// To others

	@Override
	public BroadcastOperator to(String... rooms) {
		return broadcast().to(rooms);
	}

	@Override
	public BroadcastOperator except(String... rooms) {
		return broadcast().except(rooms);
	}

	@Override
	public BroadcastOperator broadcast() {
		return new NamespaceBroadcast(namespace(), new Selection(Set.of(), Set.of(id()), false), null, true);
	}

	// What is sent

	@Override
	public Socket onAnyOutgoing(AnySocketEventListener listener) {
		outgoing().add(listener);
		return this;
	}

	@Override
	public Socket prependAnyOutgoing(AnySocketEventListener listener) {
		outgoing().add(0, listener);
		return this;
	}

	@Override
	public Socket offAnyOutgoing(AnySocketEventListener listener) {
		Listeners current = listeners();
		if (current != null) {
			current.outgoing().remove(listener);
		}
		return this;
	}

	@Override
	public Socket offAnyOutgoing() {
		Listeners current = listeners();
		if (current != null) {
			current.outgoing().clear();
		}
		return this;
	}

	private List<AnySocketEventListener> outgoing() {
		namespace().localSockets().showOutgoing();
		return anyListeners().outgoing();
	}

	// Jobs

	@Override
	public Disposable spawn(Runnable job) {
		return namespace().server().jobs().spawn(this, job);
	}

	@Override
	public Disposable spawn(Publisher<?> job) {
		return namespace().server().jobs().spawn(this, job);
	}

	@Override
	public void cancelJobs() {
		namespace().server().jobs().cancel(this);
	}

}
