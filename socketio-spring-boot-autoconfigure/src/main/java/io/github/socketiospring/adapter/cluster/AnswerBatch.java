package io.github.socketiospring.adapter.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.github.socketiospring.adapter.Payload;

/**
 * Clients' answers to one question on their way to the server that has asked. One that
 * comes alone is sent at once. Those that come while others are on their way are sent
 * together when these have arrived, or when they are many. Safe for use by any thread.
 */
final class AnswerBatch {

	/** From this size on, in bytes, answers do not wait for those on their way. */
	static final int MAX_BYTES = 16 * 1024;

	/** What an answer takes besides its values, in bytes. */
	private static final int OVERHEAD = 64;

	private final Function<Map<String, Payload>, CompletionStage<?>> sender;

	private Map<String, Payload> waiting = new LinkedHashMap<>();

	private long size;

	/** How many batches are on their way. */
	private int travelling;

	/**
	 * Creates an empty batch.
	 * @param sender sends answers, by the ids of the sockets; what it returns completes
	 * when they have arrived or are lost. It must not block
	 */
	AnswerBatch(Function<Map<String, Payload>, CompletionStage<?>> sender) {
		this.sender = sender;
	}

	/**
	 * Adds an answer.
	 * @param socket the id of the socket, which answers once
	 * @param answer the answer
	 * @throws tools.jackson.core.JacksonException if the answer cannot be written
	 */
	void add(String socket, Payload answer) {
		long bytes = answer.written().size() + OVERHEAD;
		synchronized (this) {
			this.waiting.put(socket, answer);
			this.size += bytes;
			if (this.travelling == 0 || this.size >= MAX_BYTES) {
				send();
			}
		}
	}

	/** Sends what waits. All that was added before has been sent when this returns. */
	synchronized void flush() {
		send();
	}

	private synchronized void arrived() {
		this.travelling--;
		if (this.travelling == 0) {
			send();
		}
	}

	/** Sends under the lock, so that whoever flushes overtakes nothing. */
	private void send() {
		if (this.waiting.isEmpty()) {
			return;
		}
		Map<String, Payload> answers = this.waiting;
		this.waiting = new LinkedHashMap<>();
		this.size = 0;
		this.travelling++;
		this.sender.apply(answers).whenComplete((arrived, ex) -> arrived());
	}

}
