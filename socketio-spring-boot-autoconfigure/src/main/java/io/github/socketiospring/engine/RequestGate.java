package io.github.socketiospring.engine;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Lets the requests that bring a session its messages in one at a time, and holds their
 * answers while the session reads nothing: a client sends the next one when it has the
 * answer. Safe for use by any thread.
 */
public final class RequestGate {

	/** Aborts the request whose body is being read and dispatched. */
	private @Nullable Runnable current;

	private boolean suspended;

	private boolean closed;

	private @Nullable MonoSink<Void> held;

	/**
	 * A request comes in: its body is about to be read.
	 * @param request stops waiting for the rest of it when the session ends
	 * @return {@code false} if another is in already, or none may
	 */
	public synchronized boolean enter(Runnable request) {
		if (this.current != null || this.closed) {
			return false;
		}
		this.current = request;
		return true;
	}

	/**
	 * Tells when a request whose messages were taken may be answered.
	 * @return completes at once, or when the session reads again or has ended
	 */
	public Mono<Void> taken() {
		return Mono.create((sink) -> {
			synchronized (this) {
				if (holds()) {
					this.held = sink;
					return;
				}
			}
			sink.success();
		});
	}

	/**
	 * Tells whether the answer to a request whose messages were taken must wait.
	 * @return {@code false} if {@link #taken} would complete at once
	 */
	public synchronized boolean holds() {
		return this.suspended && !this.closed;
	}

	/**
	 * The request is about to be answered, after which the client may send the next, or
	 * it has gone.
	 * @param request identifies the request; nothing happens if it is not in
	 */
	public synchronized void leave(Runnable request) {
		if (this.current == request) {
			this.current = null;
		}
	}

	/**
	 * Holds answers, or lets them go.
	 * @param suspended whether to hold them
	 */
	public void suspend(boolean suspended) {
		MonoSink<Void> released;
		synchronized (this) {
			this.suspended = suspended;
			released = suspended ? null : this.held;
			this.held = suspended ? this.held : null;
		}
		if (released != null) {
			released.success();
		}
	}

	/**
	 * Lets no more requests in, unless one is.
	 * @return {@code false} if one is, and then nothing has changed
	 */
	public synchronized boolean closeIfEmpty() {
		this.closed |= this.current == null;
		return this.closed;
	}

	/**
	 * Lets no more requests in, and aborts the one that is.
	 */
	public void abort() {
		Runnable request;
		synchronized (this) {
			this.closed = true;
			request = this.current;
		}
		if (request != null) {
			request.run();
		}
		suspend(false);
	}

}
