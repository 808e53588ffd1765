package io.github.socketiospring.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import io.github.socketiospring.codec.engineio.EngineMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Queues messages for many sessions and then wakes up their connections, with one task
 * per event loop instead of one per session. Used once, by one thread.
 */
public final class BroadcastDelivery {

	private static final Log logger = LogFactory.getLog(BroadcastDelivery.class);

	private final List<LoopBatch> batches = new ArrayList<>(4);

	/**
	 * Queues messages for one session, as one unit.
	 * @param session the session
	 * @param unit the messages
	 */
	public void add(EngineSession session, EngineMessage... unit) {
		DefaultEngineSession own = (DefaultEngineSession) session;
		if (own.enqueue(unit) == SendResult.ACCEPTED) {
			TransportConnection connection = own.connection();
			batch(connection.executor()).connections.add(connection);
		}
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
	 * Wakes up all connections that have something to write.
	 */
	public void flush() {
		for (LoopBatch batch : this.batches) {
			batch.executor.execute(batch);
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
