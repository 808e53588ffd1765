package io.github.socketiospring.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import io.github.socketiospring.codec.engineio.EngineMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Queues messages for many sessions and then wakes up their connections, with one task
 * per event loop instead of one per session. Until then nothing is written, and nobody is
 * told of anything: it may be filled with a lock held. Used once, by one thread.
 */
public final class BroadcastDelivery {

	private static final Log logger = LogFactory.getLog(BroadcastDelivery.class);

	private final List<LoopBatch> batches = new ArrayList<>(4);

	/** What others are told of it. */
	private @Nullable List<Runnable> news;

	/**
	 * Queues messages for one session, as one unit. If too much waits already, nothing
	 * more is queued for it, and it is closed when this delivery is flushed.
	 * @param session the session
	 * @param unit the messages
	 */
	public void add(EngineSession session, EngineMessage... unit) {
		DefaultEngineSession own = (DefaultEngineSession) session;
		switch (own.offer(unit)) {
			case ACCEPTED -> accepted(own, unit);
			case ENDED -> {
				// They are dropped.
			}
			case OVERFLOW -> {
				own.overflows();
				later(own::overflowed);
			}
		}
	}

	/**
	 * Queues messages that were collected for one session, as one unit, if the session is
	 * open and has room for all of them; otherwise nothing happens.
	 * @param session the session
	 * @param unit the messages
	 * @return whether they are queued
	 */
	public boolean tryAdd(EngineSession session, EngineMessage... unit) {
		DefaultEngineSession own = (DefaultEngineSession) session;
		boolean accepted = own.offerCollected(unit) == SendResult.ACCEPTED;
		if (accepted) {
			accepted(own, unit);
		}
		return accepted;
	}

	private void accepted(DefaultEngineSession session, EngineMessage... unit) {
		if (session.isWatched()) {
			later(() -> session.showSent(unit));
		}
		TransportConnection connection = session.connection();
		batch(connection.executor()).connections.add(connection);
	}

	private void later(Runnable action) {
		if (this.news == null) {
			this.news = new ArrayList<>();
		}
		this.news.add(action);
	}

	private LoopBatch batch(Executor executor) {
		for (LoopBatch batch : this.batches) {
			if (batch.executor == executor) {
				return batch;
			}
		}
		LoopBatch batch = new LoopBatch(executor, new ArrayList<>());
		this.batches.add(batch);
		return batch;
	}

	/**
	 * Wakes up all connections that have something to write, and closes the sessions that
	 * had no room.
	 */
	public void flush() {
		if (this.news != null) {
			this.news.forEach(Runnable::run);
		}
		for (LoopBatch batch : this.batches) {
			if (batch.connections.size() == 1) {
				batch.connections.get(0).wakeUp();
			}
			else {
				batch.executor.execute(batch);
			}
		}
	}

	private record LoopBatch(Executor executor, List<TransportConnection> connections) implements Runnable {

		@Override
		public void run() {
			for (TransportConnection connection : this.connections) {
				try {
					connection.drain();
				}
				catch (RuntimeException ex) {
					logger.error("A connection could not be written to", ex);
				}
			}
		}

	}

}
