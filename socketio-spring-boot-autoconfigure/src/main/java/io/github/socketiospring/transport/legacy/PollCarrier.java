package io.github.socketiospring.transport.legacy;

import java.util.List;
import java.util.concurrent.Executor;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.OutboundQueue;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.engine.legacy.Carrier;
import io.github.socketiospring.engine.legacy.LegacyTransport;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Carries packets on one request that waits for them, and ends with its answer. Packets
 * of an answer that could not be written are sent again with the next.
 */
final class PollCarrier implements Carrier {

	private final Carriage carriage;

	/** Cuts the answer's connection. */
	private final Runnable cut;

	private State state = State.NEW;

	private @Nullable MonoSink<List<EngineMessage>> sink;

	private int taken;

	private int generation;

	private boolean last;

	PollCarrier(Carriage carriage, Runnable cut) {
		this.carriage = carriage;
		this.cut = cut;
	}

	private enum State {

		NEW, WAITING, ANSWERED, ENDED

	}

	/**
	 * Waits for packets.
	 * @return the packets, at least one; empty if the session has ended
	 */
	Mono<List<EngineMessage>> poll() {
		return Mono.create((target) -> {
			synchronized (this) {
				this.sink = target;
			}
			target.onCancel(this::failed);
			if (!this.carriage.virtual().carry(this)) {
				target.success();
			}
		});
	}

	@Override
	public LegacyTransport transport() {
		return this.carriage.transport();
	}

	@Override
	public Executor executor() {
		return this.carriage.executor();
	}

	@Override
	public synchronized boolean isWritable() {
		return this.state == State.WAITING;
	}

	@Override
	public boolean hasHeartbeat() {
		return false;
	}

	@Override
	public void start(TransportSession session) {
		synchronized (this) {
			if (this.state != State.NEW) {
				return;
			}
			this.state = State.WAITING;
		}
		// Where the request is: elsewhere the client could have read the answer and gone
		// before it is known to be written.
		wakeUp();
	}

	@Override
	public void wakeUp() {
		this.carriage.schedule(this::drain);
	}

	private void drain() {
		this.carriage.drainBegins();
		OutboundQueue queue = this.carriage.session().queue();
		List<EngineMessage> batch;
		MonoSink<List<EngineMessage>> target;
		synchronized (this) {
			target = this.sink;
			if (this.state != State.WAITING || target == null) {
				return;
			}
			this.generation = queue.generation();
			batch = this.carriage.take(queue);
			this.taken = batch.size();
			this.last = queue.isFinished();
			if (batch.isEmpty() && !this.last) {
				return;
			}
			this.state = State.ANSWERED;
		}
		if (batch.isEmpty()) {
			batch.add(this.carriage.session().revision().closeMessage());
		}
		target.success(batch);
	}

	/** Answers with what did not come from the queue. */
	private void answer(EngineMessage message) {
		MonoSink<List<EngineMessage>> target;
		synchronized (this) {
			if (this.state != State.NEW && this.state != State.WAITING) {
				return;
			}
			this.state = State.ANSWERED;
			target = this.sink;
		}
		if (target != null) {
			target.success(List.of(message));
		}
	}

	/** Takes note that the answer was written. */
	void written() {
		synchronized (this) {
			if (this.state != State.ANSWERED) {
				return;
			}
			this.state = State.ENDED;
		}
		this.carriage.session().queue().confirm(this.taken, this.generation);
		if (this.last) {
			this.carriage.session().drained();
		}
		this.carriage.virtual().lost(this);
	}

	/** Takes note that the client has gone, before the answer or in the middle of it. */
	void failed() {
		synchronized (this) {
			if (this.state == State.ENDED) {
				return;
			}
			this.state = State.ENDED;
		}
		this.carriage.virtual().lost(this);
	}

	@Override
	public void suspendReading(boolean suspended) {
		// What is read here are requests, one by one.
	}

	@Override
	public void release() {
		answer(this.carriage.session().revision().noopMessage());
	}

	/** An answer that is being written is the session's last. */
	@Override
	public void end(EngineMessage message) {
		answer(message);
	}

	/** An answer that nobody reads is given up, unless it is the session's last. */
	@Override
	public void abort() {
		boolean writing;
		synchronized (this) {
			writing = this.state == State.ANSWERED;
		}
		if (writing && this.carriage.session().isOpen()) {
			this.cut.run();
		}
		else {
			release();
		}
	}

}
