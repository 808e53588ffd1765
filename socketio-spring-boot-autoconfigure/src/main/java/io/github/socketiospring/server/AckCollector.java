package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.SocketAnswer;
import io.github.socketiospring.adapter.AckReply;
import io.github.socketiospring.engine.TimerWheel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Collects the acknowledgements of one broadcast from all servers, until all are there or
 * the time is over.
 */
final class AckCollector extends BaseSubscriber<AckReply> {

	private final FluxSink<SocketAnswer> sink;

	private final String failure;

	private final List<Arguments> answers = new ArrayList<>();

	private final Set<String> waiting = new LinkedHashSet<>();

	private AckCollector(FluxSink<SocketAnswer> sink, String failure) {
		this.sink = sink;
		this.failure = failure;
	}

	/**
	 * Returns the answers as they come.
	 * @param replies all servers' replies
	 * @param who is asked, for the message of the exception
	 * @param timeout how long they are waited for
	 * @param timers runs the time-out
	 * @return completes with the last; an {@link AckException} if the time is over first
	 */
	static Flux<SocketAnswer> collect(Flux<AckReply> replies, String who, Duration timeout, TimerWheel timers) {
		return Flux.create((sink) -> {
			AckCollector collector = new AckCollector(sink,
					"not all " + who + " acknowledged within " + timeout.toMillis() + " ms");
			TimerWheel.Timer timer = timers.schedule(timeout, collector::timedOut);
			sink.onDispose(() -> {
				timers.cancel(timer);
				collector.cancel();
			});
			replies.subscribe(collector);
		});
	}

	@Override
	protected void hookOnNext(AckReply reply) {
		SocketAnswer answer = take(reply);
		if (answer != null) {
			this.sink.next(answer);
		}
	}

	private synchronized @Nullable SocketAnswer take(AckReply reply) {
		if (reply instanceof AckReply.Asked asked) {
			this.waiting.addAll(asked.ids());
		}
		else if (reply instanceof AckReply.Gone gone) {
			this.waiting.remove(gone.id());
		}
		else if (reply instanceof AckReply.Answered answered) {
			if (answered.id() != null) {
				this.waiting.remove(answered.id());
			}
			this.answers.add(answered.answer());
			return new SocketAnswer(answered.id(), answered.answer());
		}
		return null;
	}

	@Override
	protected void hookOnComplete() {
		this.sink.complete();
	}

	@Override
	protected void hookOnError(Throwable exception) {
		this.sink.error(exception);
	}

	private void timedOut() {
		AckException exception;
		synchronized (this) {
			exception = new AckException(this.failure, this.answers, this.waiting);
		}
		this.sink.error(exception);
	}

}
