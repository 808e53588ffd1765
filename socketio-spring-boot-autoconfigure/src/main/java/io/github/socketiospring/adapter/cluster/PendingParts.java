package io.github.socketiospring.adapter.cluster;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/**
 * A question that each server answers with one message.
 *
 * @param <R> a part of such a message
 */
final class PendingParts<R> extends PendingQuestion<R> {

	private final Reading<R> reading;

	/** Nobody answers twice. */
	private final Set<String> answered = new HashSet<>();

	PendingParts(FluxSink<R> sink, Set<String> known, Reading<R> reading) {
		super(sink, known);
		this.reading = reading;
	}

	/**
	 * Takes a message apart.
	 *
	 * @param <R> a part
	 */
	@FunctionalInterface
	interface Reading<R> {

		/**
		 * Hands on the parts of an answer.
		 * @return {@code false} if it answers another question
		 */
		boolean read(ClusterMessage.Answer answer, Consumer<R> parts);

	}

	@Override
	synchronized void answered(@Nullable String server, ClusterMessage.Answer answer) {
		if (server != null && this.answered.contains(server)) {
			return;
		}
		if (this.reading.read(answer, sink()::next)) {
			if (server != null) {
				this.answered.add(server);
			}
			heard(server);
			done();
			completeIfDone();
		}
	}

}
