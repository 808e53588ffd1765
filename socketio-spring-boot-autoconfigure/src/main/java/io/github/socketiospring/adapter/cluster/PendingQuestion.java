package io.github.socketiospring.adapter.cluster;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/**
 * A question to other servers that waits for their answers. It is asked before it is
 * known how many servers there are, so that it overtakes nothing. What it hands on, it
 * hands on under its lock, so that nothing comes after the end.
 *
 * @param <R> a part of the answer
 */
abstract class PendingQuestion<R> {

	/** Stands for a server whose name is not known. */
	private static final String UNNAMED = "unnamed server ";

	private static final int UNKNOWN = -1;

	private final FluxSink<R> sink;

	/** Those that have not answered, as far as they are known. */
	private final Set<String> silent;

	/** How many servers are to answer. */
	private int expected = UNKNOWN;

	/** How many have answered at least a part. */
	private int heard;

	/** How many have answered all. */
	private int done;

	/**
	 * Creates a question.
	 * @param sink takes the answers
	 * @param known the names of other servers
	 */
	PendingQuestion(FluxSink<R> sink, Set<String> known) {
		this.sink = sink;
		this.silent = new LinkedHashSet<>(known);
	}

	final FluxSink<R> sink() {
		return this.sink;
	}

	/** Those that have not answered, as far as they are known. */
	final synchronized Set<String> silent() {
		return Set.copyOf(this.silent);
	}

	/**
	 * Returns servers that are not there any more, because all have answered but them.
	 */
	final synchronized Set<String> stale() {
		return isDone() ? this.silent.stream().filter((name) -> !name.startsWith(UNNAMED)).collect(Collectors.toSet())
				: Set.of();
	}

	/**
	 * It is known now how many servers are to answer.
	 * @param servers how many
	 */
	final synchronized void expect(int servers) {
		this.expected = servers;
		Set<String> unnamed = new LinkedHashSet<>();
		for (int i = 1; this.silent.size() + this.heard < servers; i++) {
			this.silent.add(UNNAMED + i);
			unnamed.add(UNNAMED + i);
		}
		unnamed(unnamed);
		completeIfDone();
	}

	/**
	 * There are servers whose names are not known.
	 */
	void unnamed(Set<String> placeholders) {
	}

	/**
	 * A server has answered for the first time, or will not answer.
	 * @param server the server, or {@code null} if it does not tell
	 * @return the name it had until now; {@code null} if it had none
	 */
	final @Nullable String heard(@Nullable String server) {
		this.heard++;
		if (server != null && this.silent.remove(server)) {
			return server;
		}
		for (String each : this.silent) {
			if (each.startsWith(UNNAMED)) {
				this.silent.remove(each);
				return each;
			}
		}
		return null;
	}

	/** A server has answered all. */
	final void done() {
		this.done++;
	}

	boolean isDone() {
		return this.expected != UNKNOWN && this.done >= this.expected;
	}

	/** Completes the answer if nothing more is expected. */
	final void completeIfDone() {
		if (isDone()) {
			this.sink.complete();
		}
	}

	/**
	 * A part of an answer has come.
	 * @param server the server that sends it, or {@code null} if it does not tell
	 * @param answer the answer; what does not fit the question is ignored
	 */
	abstract void answered(@Nullable String server, ClusterMessage.Answer answer);

	/**
	 * A server has gone.
	 */
	synchronized void gone(String server) {
		if (this.silent.contains(server)) {
			heard(server);
			done();
			completeIfDone();
		}
	}

	final boolean isSilent(String server) {
		return this.silent.contains(server);
	}

}
