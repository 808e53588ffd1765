package io.github.socketiospring.test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * What one client has received, the latest events: all of it for those who subscribe, and
 * what nobody has taken yet for those who wait. Filled by one thread, asked by any.
 */
final class Inbox {

	static final int MAX_EVENTS = 10_000;

	/** How many events a failure shows. */
	private static final int MAX_SHOWN = 20;

	private final String namespace;

	private final Sinks.Many<ReceivedEvent> all = Sinks.many().replay().limit(MAX_EVENTS);

	private final Deque<ReceivedEvent> untaken = new ArrayDeque<>();

	private final Deque<ReceivedEvent> latest = new ArrayDeque<>();

	private long total;

	private @Nullable Throwable failure;

	private @Nullable String end;

	Inbox(String namespace) {
		this.namespace = namespace;
	}

	void add(ReceivedEvent event) {
		synchronized (this) {
			if (this.untaken.size() == MAX_EVENTS) {
				this.untaken.removeFirst();
			}
			this.untaken.addLast(event);
			if (this.latest.size() == MAX_SHOWN) {
				this.latest.removeFirst();
			}
			this.latest.addLast(event);
			this.total++;
			notifyAll();
		}
		this.all.emitNext(event, Sinks.EmitFailureHandler.FAIL_FAST);
	}

	/**
	 * The test's own code has failed, where nobody could be told.
	 */
	synchronized void failed(Throwable exception) {
		this.failure = exception;
		notifyAll();
	}

	/**
	 * Nothing more comes.
	 * @param reason why
	 */
	void end(String reason) {
		synchronized (this) {
			this.end = reason;
			notifyAll();
		}
		this.all.tryEmitComplete();
	}

	Flux<ReceivedEvent> all() {
		return this.all.asFlux();
	}

	synchronized ReceivedEvent await(Predicate<ReceivedEvent> wanted, String what, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		ReceivedEvent found = take(wanted);
		while (found == null) {
			if (this.end != null) {
				throw failure("There is no " + what + ", and there will be none");
			}
			long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
			if (millis <= 0) {
				throw failure("There is no " + what + " after " + timeout.toMillis() + " ms");
			}
			try {
				wait(millis);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("Interrupted while waiting for an event", ex);
			}
			found = take(wanted);
		}
		return found;
	}

	private @Nullable ReceivedEvent take(Predicate<ReceivedEvent> wanted) {
		checkNotFailed();
		for (Iterator<ReceivedEvent> events = this.untaken.iterator(); events.hasNext();) {
			ReceivedEvent event = events.next();
			if (wanted.test(event)) {
				events.remove();
				return event;
			}
		}
		return null;
	}

	synchronized List<ReceivedEvent> takeAll() {
		checkNotFailed();
		List<ReceivedEvent> taken = new ArrayList<>(this.untaken);
		this.untaken.clear();
		return taken;
	}

	private void checkNotFailed() {
		if (this.failure != null) {
			AssertionError error = failure(String.valueOf(this.failure.getMessage()));
			error.initCause(this.failure);
			throw error;
		}
	}

	/**
	 * Makes a failure that tells what was received.
	 * @param problem what is wrong
	 */
	synchronized AssertionError failure(String problem) {
		StringBuilder text = new StringBuilder(problem).append(". The client in ").append(this.namespace);
		text.append((this.end != null) ? " is disconnected (" + this.end + ")" : " is connected");
		text.append(" and has received ").append((this.total == 0) ? "nothing" : this.total + " event(s)");
		if (this.total > this.latest.size()) {
			text.append(", last");
		}
		String separator = ":";
		for (ReceivedEvent event : this.latest) {
			text.append(separator).append(System.lineSeparator()).append("  ").append(event);
			text.append(this.untaken.contains(event) ? "" : " (taken)");
			separator = "";
		}
		return new AssertionError(text.toString());
	}

}
