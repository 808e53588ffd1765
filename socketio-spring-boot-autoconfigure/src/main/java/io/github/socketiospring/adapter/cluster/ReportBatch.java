package io.github.socketiospring.adapter.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.cluster.ClusterMessage.Report;

/**
 * What is reported to one server about its questions. A report that comes alone is sent
 * at once. Those that come while others are on their way are sent together when these
 * have arrived, or when they are large. Reports about one question stay in order. Safe
 * for use by any thread.
 */
final class ReportBatch {

	/** From this size on, in bytes, reports do not wait for those on their way. */
	static final int MAX_BYTES = 16 * 1024;

	/** What each part of a report takes besides its values, in bytes. */
	private static final int OVERHEAD = 64;

	private final Function<List<Report>, CompletionStage<?>> sender;

	private final Runnable whenIdle;

	/** By the ids of the questions. */
	private Map<String, Draft> waiting = new LinkedHashMap<>();

	private long size;

	/** How many messages are on their way. */
	private int travelling;

	/** Whether nothing is on its way, and nothing waits. */
	private volatile boolean idle = true;

	/** How many questions use this batch. Counted and guarded by its owner. */
	int users;

	/**
	 * Creates an empty batch.
	 * @param sender sends reports; what it returns completes when they have arrived or
	 * are lost. It must not block
	 * @param whenIdle is called when everything has arrived
	 */
	ReportBatch(Function<List<Report>, CompletionStage<?>> sender, Runnable whenIdle) {
		this.sender = sender;
		this.whenIdle = whenIdle;
	}

	/**
	 * Clients are asked.
	 * @param question the id of the question
	 * @param sockets the ids of their sockets
	 */
	synchronized void asked(String question, Set<String> sockets) {
		draft(question).asked.addAll(sockets);
		added((long) sockets.size() * OVERHEAD);
	}

	/**
	 * A client has answered, for the first time.
	 * @param question the id of the question
	 * @param socket the id of the socket
	 * @param answer the answer
	 * @throws tools.jackson.core.JacksonException if the answer cannot be written
	 */
	void answered(String question, String socket, Payload answer) {
		// Outside of the lock, as this may write it.
		long bytes = answer.written().size() + OVERHEAD;
		synchronized (this) {
			draft(question).answers.put(socket, answer);
			added(bytes);
		}
	}

	/**
	 * A client that was asked has gone.
	 * @param question the id of the question
	 * @param socket the id of the socket
	 */
	synchronized void gone(String question, String socket) {
		draft(question).gone.add(socket);
		added(OVERHEAD);
	}

	/**
	 * There is nothing more to report about a question.
	 * @param question the id of the question
	 */
	synchronized void ended(String question) {
		draft(question).ended = true;
		added(OVERHEAD);
	}

	/** Sends what waits. */
	synchronized void flush() {
		send();
	}

	private Draft draft(String question) {
		return this.waiting.computeIfAbsent(question, (id) -> new Draft());
	}

	private void added(long bytes) {
		this.size += bytes;
		if (this.travelling == 0 || this.size >= MAX_BYTES) {
			send();
		}
	}

	private void arrived() {
		synchronized (this) {
			this.travelling--;
			if (this.travelling == 0) {
				send();
			}
			this.idle = this.travelling == 0;
		}
		if (this.idle) {
			this.whenIdle.run();
		}
	}

	/** Returns whether nothing is on its way, and nothing waits. Waits for nobody. */
	boolean isIdle() {
		return this.idle;
	}

	/** Sends under the lock, so that nothing is overtaken. */
	private void send() {
		if (this.waiting.isEmpty()) {
			return;
		}
		List<Report> reports = new ArrayList<>(this.waiting.size());
		this.waiting.forEach((question, draft) -> reports.add(draft.toReport(question)));
		this.waiting = new LinkedHashMap<>();
		this.size = 0;
		CompletionStage<?> sent = this.sender.apply(reports);
		this.travelling++;
		this.idle = false;
		sent.whenComplete((arrived, ex) -> arrived());
	}

	/**
	 * A report that is being written.
	 */
	private static final class Draft {

		private final Set<String> asked = new LinkedHashSet<>();

		private final Map<String, Payload> answers = new LinkedHashMap<>();

		private final Set<String> gone = new LinkedHashSet<>(0);

		private boolean ended;

		Report toReport(String question) {
			return new Report(question, this.asked, this.answers, this.gone, this.ended);
		}

	}

}
