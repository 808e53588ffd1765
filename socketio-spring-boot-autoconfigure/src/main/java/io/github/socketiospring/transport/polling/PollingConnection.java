package io.github.socketiospring.transport.polling;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.PayloadConsumer;
import io.github.socketiospring.codec.engineio.PayloadException;
import io.github.socketiospring.codec.engineio.PayloadFormat;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.ProtocolRevision;
import io.github.socketiospring.engine.RequestGate;
import io.github.socketiospring.engine.TransportConnection;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.engine.Transports;
import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;

/**
 * Carries a session by long-polling: "the client sends GET requests to receive data and
 * POST requests to send data". One request of each kind may be open at a time. Of HTTP it
 * knows only that requests wait for answers.
 */
final class PollingConnection implements TransportConnection {

	private final int maxPacketsPerPoll;

	private final long maxBytesPerPoll;

	private final AtomicBoolean drainScheduled = new AtomicBoolean();

	private volatile Executor executor;

	private volatile @Nullable TransportSession session;

	private State state = State.OPEN;

	private @Nullable Poll poll;

	private final RequestGate posts = new RequestGate();

	/** Completes when the poll that is under way has come, or is waited for no more. */
	private Sinks.@Nullable Empty<Void> lastPoll;

	PollingConnection(Executor executor, int maxPacketsPerPoll, long maxBytesPerPoll) {
		this.executor = executor;
		this.maxPacketsPerPoll = maxPacketsPerPoll;
		this.maxBytesPerPoll = maxBytesPerPoll;
	}

	/**
	 * The life of a connection.
	 */
	private enum State {

		/** It carries the session. */
		OPEN,

		/** The session has moved to another connection. */
		MOVED,

		/**
		 * The client has closed the session while no poll was open, and one may be under
		 * way.
		 */
		LAST_POLL,

		/** The session has ended. */
		ENDED

	}

	/**
	 * Represents a request that waits for packets.
	 *
	 * @param sink receives the packets
	 * @param executor the event loop of the request
	 */
	private record Poll(MonoSink<List<EngineMessage>> sink, Executor executor) {
	}

	@Override
	public String transport() {
		return Transports.POLLING.name();
	}

	@Override
	public Executor executor() {
		return this.executor;
	}

	void attach(TransportSession session) {
		this.session = session;
	}

	private TransportSession session() {
		TransportSession current = this.session;
		if (current == null) {
			throw new IllegalStateException("not attached to a session");
		}
		return current;
	}

	// Polls

	/**
	 * Waits for packets.
	 * @param executor the request's event loop
	 * @return the packets; none if there is a waiting request already, which ends the
	 * session; a {@link RequestRefusedException} if this connection carries it no more
	 */
	Mono<List<EngineMessage>> poll(Executor executor) {
		return Mono.create((sink) -> {
			sink.onCancel(() -> aborted(sink));
			accept(new Poll(sink, executor));
		});
	}

	/** Between the check of the request and now, the session may have ended or moved. */
	private void accept(Poll next) {
		State found;
		boolean overlap;
		synchronized (this) {
			found = this.state;
			overlap = this.poll != null;
			if (found == State.LAST_POLL) {
				this.state = State.ENDED;
			}
			else if (found == State.OPEN && !overlap) {
				this.poll = next;
				this.executor = next.executor();
			}
		}
		if (found == State.LAST_POLL) {
			next.sink().success(List.of(session().revision().noopMessage()));
			session().forget();
		}
		else if (found != State.OPEN) {
			next.sink().error(refusal(found));
		}
		else if (overlap) {
			failed("overlap of two polls");
			next.sink().success(List.of());
		}
		else {
			// Directly: what waits already needs no turn of the event loop.
			drain();
		}
	}

	private static RequestRefusedException refusal(State found) {
		return new RequestRefusedException(
				(found == State.MOVED) ? RequestError.BAD_REQUEST : RequestError.UNKNOWN_SID);
	}

	private void aborted(MonoSink<List<EngineMessage>> sink) {
		synchronized (this) {
			if (this.poll == null || this.poll.sink() != sink) {
				return;
			}
			this.poll = null;
		}
		failed("poll connection closed prematurely");
	}

	/**
	 * Ends the session because a request or its answer did not get through.
	 * @param description details for the log
	 */
	void failed(String description) {
		session().connectionEnded(this, CloseReason.TRANSPORT_ERROR, description);
	}

	@Override
	public synchronized boolean isWritable() {
		return this.poll != null;
	}

	@Override
	public void wakeUp() {
		if (this.drainScheduled.compareAndSet(false, true)) {
			this.executor.execute(this::drain);
		}
	}

	@Override
	public void drain() {
		this.drainScheduled.set(false);
		TransportSession current = session();
		List<EngineMessage> batch = new ArrayList<>(4);
		MonoSink<List<EngineMessage>> sink;
		boolean finished;
		synchronized (this) {
			if (this.poll == null) {
				return;
			}
			current.queue().drainTo(batch, this.maxPacketsPerPoll, this.maxBytesPerPoll);
			// The close waits for a poll of its own: clients handle what comes with it
			// only one turn later, and would lose it.
			finished = batch.isEmpty() && current.queue().isFinished();
			if (batch.isEmpty() && !finished) {
				return;
			}
			sink = this.poll.sink();
			this.poll = null;
		}
		if (finished) {
			batch.add(current.revision().closeMessage());
			// Before the client knows: its next request must not find the session.
			current.drained();
		}
		sink.success(batch);
	}

	// Posts

	/**
	 * Starts to receive: the body of a request is being read.
	 * @param request stops waiting for the rest of it when the session ends
	 * @return {@code false} if another is already, which ends the session
	 * @throws RequestRefusedException if this connection carries the session no more
	 */
	boolean startReceiving(Runnable request) {
		if (this.posts.enter(request)) {
			return true;
		}
		State found = state();
		if (found != State.OPEN) {
			throw refusal(found);
		}
		failed("overlap of two data requests");
		return false;
	}

	private synchronized State state() {
		return this.state;
	}

	/**
	 * Takes the packets of a request.
	 * @param payload the packets
	 * @param binary whether the request declared them as binary
	 * @param format how they are put together
	 */
	void receive(byte[] payload, boolean binary, PayloadFormat format) {
		TransportSession current = session();
		try {
			format.decode(payload, binary, new SessionConsumer(this, current));
		}
		catch (PayloadException ex) {
			if (ex.limit() != null) {
				current.limited(ex.limit());
			}
			current.malformed(this, ex.getMessage());
		}
	}

	/**
	 * Tells whether the answer to a request whose packets were taken must wait.
	 * @return {@code false} if {@link #received} would complete at once
	 */
	boolean holdsAnswers() {
		return this.posts.holds() || state() == State.LAST_POLL;
	}

	/**
	 * Tells when a request whose packets were taken may be answered. One that has closed
	 * the session waits for the poll that may be under way on another of the client's
	 * connections, but not for long: a client that has this answer finds no session any
	 * more.
	 * @return completes at once, when the layer above has caught up, or when the poll has
	 * come or will not come any more
	 */
	Mono<Void> received() {
		Sinks.Empty<Void> last = lastPoll();
		return (last != null) ? last.asMono() : this.posts.taken();
	}

	private synchronized Sinks.@Nullable Empty<Void> lastPoll() {
		return this.lastPoll;
	}

	/**
	 * Makes room for the next request. Called before a request is answered, or when it
	 * has gone.
	 * @param request identifies the request; nothing happens if it is not the current one
	 */
	void stopReceiving(Runnable request) {
		this.posts.leave(request);
	}

	@Override
	public void suspendReading(boolean suspended) {
		this.posts.suspend(suspended);
	}

	// Ending

	@Override
	public boolean detach() {
		Poll open;
		synchronized (this) {
			if (this.state == State.OPEN) {
				if (!this.posts.closeIfEmpty()) {
					return false;
				}
				this.state = State.MOVED;
			}
			open = this.poll;
			this.poll = null;
		}
		if (open != null) {
			open.sink().success(List.of(session().revision().closeMessage()));
		}
		return true;
	}

	/**
	 * A client that closes the session by a request need not be told, but it may have a
	 * poll under way: that one gets its answer, even if it arrives second.
	 */
	@Override
	public boolean abort(CloseReason reason) {
		boolean byClient = reason == CloseReason.TRANSPORT_CLOSE;
		Poll open;
		boolean expected;
		synchronized (this) {
			open = this.poll;
			this.poll = null;
			expected = byClient && open == null && this.state == State.OPEN;
			if (expected) {
				this.lastPoll = Sinks.empty();
				this.state = State.LAST_POLL;
			}
			else {
				this.state = State.ENDED;
			}
		}
		if (open != null) {
			ProtocolRevision revision = session().revision();
			open.sink().success(List.of(byClient ? revision.noopMessage() : revision.closeMessage()));
		}
		this.posts.abort();
		return expected;
	}

	@Override
	public void forgotten() {
		Sinks.Empty<Void> last;
		synchronized (this) {
			this.state = State.ENDED;
			last = this.lastPoll;
		}
		if (last != null) {
			last.tryEmitEmpty();
		}
	}

	/**
	 * Gives packets to the session, as long as it is open.
	 *
	 * @param connection where they came from
	 * @param session the session
	 */
	private record SessionConsumer(PollingConnection connection, TransportSession session) implements PayloadConsumer {

		@Override
		public boolean text(byte[] data, int offset, int length) {
			this.session.receiveText(this.connection, data, offset, length);
			return this.session.isOpen();
		}

		@Override
		public boolean binary(byte[] data) {
			this.session.receiveBinary(this.connection, data);
			return this.session.isOpen();
		}

	}

}
