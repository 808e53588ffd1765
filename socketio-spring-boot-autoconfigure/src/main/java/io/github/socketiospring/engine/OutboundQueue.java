package io.github.socketiospring.engine;

import java.util.ArrayDeque;
import java.util.List;

import io.github.socketiospring.codec.engineio.EngineMessage;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one client. Filled by any number of threads, emptied by the
 * session's current connection; messages stay here until a connection takes them. The
 * messages of one {@link #offer} follow each other directly.
 */
public final class OutboundQueue {

	private static final int INITIAL_CAPACITY = 4;

	private static final int BURST = 64;

	private final long maxBytes;

	private @Nullable ArrayDeque<EngineMessage> messages;

	private long bytes;

	/** What was taken and may have to be sent again; {@code null} if nothing ever is. */
	private final @Nullable ArrayDeque<EngineMessage> unconfirmed;

	/** Of what is received, too: idle sessions are many, and this has room for it. */
	private final @Nullable Traffic traffic;

	private int generation;

	private boolean grown;

	private boolean ended;

	/**
	 * Creates a queue.
	 * @param maxBytes the most bytes that may wait
	 * @param retaining whether to keep what was taken until it is confirmed
	 * @param traffic counts, or {@code null} if nobody wants that
	 */
	OutboundQueue(long maxBytes, boolean retaining, @Nullable Traffic traffic) {
		this.maxBytes = maxBytes;
		this.traffic = traffic;
		this.unconfirmed = retaining ? new ArrayDeque<>(INITIAL_CAPACITY) : null;
	}

	/** What counts, or {@code null} if nobody wants that. */
	@Nullable Traffic traffic() {
		return this.traffic;
	}

	synchronized SendResult offer(EngineMessage... unit) {
		// One message alone always fits: its size is the emitter's business.
		return offer(unit, this.bytes == 0);
	}

	/**
	 * Queues messages that many emitted: their sizes together are nobody's business.
	 */
	synchronized SendResult offerCollected(EngineMessage... unit) {
		return offer(unit, false);
	}

	private SendResult offer(EngineMessage[] unit, boolean always) {
		if (this.ended) {
			return SendResult.ENDED;
		}
		long size = 0;
		for (EngineMessage message : unit) {
			size += message.retainedSize();
		}
		if (!always && this.bytes + size > this.maxBytes) {
			return SendResult.OVERFLOW;
		}
		if (this.messages == null) {
			this.messages = new ArrayDeque<>(INITIAL_CAPACITY);
		}
		for (EngineMessage message : unit) {
			this.messages.add(message);
		}
		this.bytes += size;
		if (this.traffic != null) {
			this.traffic.waiting(this.bytes);
		}
		this.grown |= this.messages.size() > BURST;
		return SendResult.ACCEPTED;
	}

	/**
	 * Queues a message before all others, whether it fits or not.
	 */
	synchronized void putFirst(EngineMessage message) {
		if (this.ended) {
			return;
		}
		if (this.messages == null) {
			this.messages = new ArrayDeque<>(INITIAL_CAPACITY);
		}
		this.messages.addFirst(message);
		this.bytes += message.retainedSize();
	}

	/**
	 * Takes the next message.
	 * @return the message, or {@code null} if there is none
	 */
	public synchronized @Nullable EngineMessage poll() {
		return (this.messages != null) ? take(this.messages) : null;
	}

	/**
	 * Takes several messages.
	 * @param target where to
	 * @param maxMessages the most messages to take
	 * @param maxBytes take no more once these bytes are exceeded; the first message is
	 * always taken
	 */
	public synchronized void drainTo(List<EngineMessage> target, int maxMessages, long maxBytes) {
		long taken = 0;
		while (this.messages != null && target.size() < maxMessages) {
			EngineMessage next = this.messages.peek();
			if (next == null || (taken > 0 && taken + next.payloadLength() > maxBytes)) {
				return;
			}
			taken += next.payloadLength();
			take(this.messages);
			target.add(next);
		}
	}

	private @Nullable EngineMessage take(ArrayDeque<EngineMessage> from) {
		EngineMessage message = from.poll();
		if (message != null && this.unconfirmed != null) {
			this.unconfirmed.add(message);
		}
		if (message != null) {
			this.bytes -= message.retainedSize();
			if (this.traffic != null) {
				this.traffic.sent(message.payloadLength());
			}
			if (from.isEmpty() && this.grown) {
				// What a burst needed is not kept for a session's whole life.
				this.messages = null;
				this.grown = false;
			}
		}
		return message;
	}

	/**
	 * Tells whether whoever takes messages must confirm that they were written.
	 * @return {@code true} if a session may outlive its connection
	 */
	public boolean isRetaining() {
		return this.unconfirmed != null;
	}

	/**
	 * Returns what to give to {@link #confirm}: it changes when messages are put back.
	 * @return the number of times that messages were put back
	 */
	public synchronized int generation() {
		return this.generation;
	}

	/**
	 * The oldest messages that were taken have been written, and can be forgotten.
	 * @param count how many
	 * @param takenIn the generation they were taken in; nothing happens if they were put
	 * back since
	 */
	public synchronized void confirm(int count, int takenIn) {
		if (this.unconfirmed != null && takenIn == this.generation) {
			for (int i = 0; i < count; i++) {
				this.unconfirmed.poll();
			}
		}
	}

	/**
	 * Puts back what was taken and not confirmed: it comes first again, in its order.
	 */
	public synchronized void restore() {
		if (this.unconfirmed == null) {
			return;
		}
		this.generation++;
		if (this.messages == null) {
			this.messages = new ArrayDeque<>(INITIAL_CAPACITY);
		}
		while (!this.unconfirmed.isEmpty()) {
			EngineMessage last = this.unconfirmed.pollLast();
			this.messages.addFirst(last);
			this.bytes += last.retainedSize();
		}
	}

	/**
	 * Returns how many messages wait.
	 * @return the number
	 */
	synchronized int waitingMessages() {
		return (this.messages != null) ? this.messages.size() : 0;
	}

	/**
	 * Returns how much memory the messages hold that wait.
	 * @return the number of bytes, roughly
	 */
	public synchronized long waitingBytes() {
		return this.bytes;
	}

	/**
	 * Tells whether there is nothing to take.
	 * @return {@code true} if the queue is empty
	 */
	public synchronized boolean isEmpty() {
		return this.messages == null || this.messages.isEmpty();
	}

	/**
	 * Tells whether everything was taken and nothing can follow.
	 * @return {@code true} once the queue has ended and is empty
	 */
	public synchronized boolean isFinished() {
		return this.ended && isEmpty();
	}

	/**
	 * Lets nothing more in.
	 * @param last what comes last, unless it does not fit
	 */
	synchronized void end(EngineMessage... last) {
		if (last.length > 0) {
			offer(last);
		}
		this.ended = true;
	}

	/**
	 * Lets nothing more in and forgets what is there.
	 */
	synchronized void clear() {
		this.ended = true;
		this.messages = null;
		this.bytes = 0;
		if (this.unconfirmed != null) {
			this.unconfirmed.clear();
		}
	}

}
