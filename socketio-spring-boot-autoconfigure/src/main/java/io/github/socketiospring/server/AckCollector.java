package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.SocketAnswer;
import io.github.socketiospring.adapter.AckReply;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.server.event.AckWatch;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.ContextView;

/**
 * Collects the acknowledgements of one broadcast from all servers, until all are there or
 * the time is over.
 */
final class AckCollector extends BaseSubscriber<AckReply> {

	private final Receiver receiver;

	private final String failure;

	private final List<Arguments> answers = new ArrayList<>();

	private final AckWatch watch;

	private boolean ended;

	/** Who has been asked. */
	private final List<Set<String>> asked = new ArrayList<>(2);

	/** Who has answered, or has gone. */
	private final List<String> settled = new ArrayList<>();

	private AckCollector(Receiver receiver, String failure, AckWatch watch) {
		this.receiver = receiver;
		this.watch = watch;
		this.failure = failure;
	}

	/**
	 * What is asked, of whom, and for how long.
	 *
	 * @param replies all servers' replies
	 * @param who is asked, for the message of the exception
	 * @param timeout how long answers are waited for
	 * @param timers runs the time-out
	 * @param watch learns how it ends
	 */
	record Question(Flux<AckReply> replies, String who, Duration timeout, TimerWheel timers,
			Function<ContextView, AckWatch> watch) {

		/**
		 * Returns the answers as they come.
		 * @return completes with the last; an {@link AckException} if the time is over
		 * first
		 */
		Flux<SocketAnswer> stream() {
			return Flux.create((sink) -> sink.onDispose(ask(new Stream(sink), sink.contextView())));
		}

		/**
		 * Returns all answers.
		 * @return the answers in the order in which they came; an {@link AckException} if
		 * the time is over first
		 */
		Mono<List<Arguments>> list() {
			return Mono.create((sink) -> sink.onDispose(ask(new Whole(sink), sink.contextView())));
		}

		private Disposable ask(Receiver receiver, ContextView context) {
			AckCollector collector = new AckCollector(receiver,
					"not all " + this.who + " acknowledged within " + this.timeout.toMillis() + " ms",
					this.watch.apply(context));
			TimerWheel.Timer timer = this.timers.schedule(this.timeout, collector::timedOut);
			this.replies.subscribe(collector);
			return () -> {
				this.timers.cancel(timer);
				collector.cancel();
				collector.ended(AckWatch.CANCELLED);
			};
		}

	}

	@Override
	protected void hookOnNext(AckReply reply) {
		if (reply instanceof AckReply.Answered answered) {
			take(answered);
			this.receiver.answered(answered);
		}
		else {
			take(reply);
		}
	}

	private synchronized void take(AckReply reply) {
		if (reply instanceof AckReply.Asked each) {
			this.asked.add(each.ids());
		}
		else if (reply instanceof AckReply.Gone gone) {
			this.settled.add(gone.id());
		}
		else if (reply instanceof AckReply.Answered answered) {
			if (answered.id() != null) {
				this.settled.add(answered.id());
			}
			this.answers.add(answered.answer());
		}
	}

	@Override
	protected void hookOnComplete() {
		List<Arguments> all;
		synchronized (this) {
			all = List.copyOf(this.answers);
		}
		ended(null);
		this.receiver.completed(all);
	}

	@Override
	protected void hookOnError(Throwable exception) {
		ended(exception);
		this.receiver.failed(exception);
	}

	private void timedOut() {
		AckException exception;
		synchronized (this) {
			Set<String> missing = new LinkedHashSet<>();
			this.asked.forEach(missing::addAll);
			this.settled.forEach(missing::remove);
			exception = new AckException(this.failure, this.answers, missing);
		}
		ended(exception);
		this.receiver.failed(exception);
	}

	private void ended(@Nullable Throwable exception) {
		synchronized (this) {
			if (this.ended) {
				return;
			}
			this.ended = true;
		}
		this.watch.ended(exception);
	}

	/**
	 * Takes what has been collected.
	 */
	private interface Receiver {

		void answered(AckReply.Answered answer);

		void completed(List<Arguments> answers);

		void failed(Throwable exception);

	}

	/**
	 * Hands on each answer.
	 *
	 * @param sink takes them
	 */
	private record Stream(FluxSink<SocketAnswer> sink) implements Receiver {

		@Override
		public void answered(AckReply.Answered answer) {
			this.sink.next(new SocketAnswer(answer.id(), answer.answer()));
		}

		@Override
		public void completed(List<Arguments> answers) {
			this.sink.complete();
		}

		@Override
		public void failed(Throwable exception) {
			this.sink.error(exception);
		}

	}

	/**
	 * Hands on all answers at the end.
	 *
	 * @param sink takes them
	 */
	private record Whole(MonoSink<List<Arguments>> sink) implements Receiver {

		@Override
		public void answered(AckReply.Answered answer) {
			// Comes with the others.
		}

		@Override
		public void completed(List<Arguments> answers) {
			this.sink.success(answers);
		}

		@Override
		public void failed(Throwable exception) {
			this.sink.error(exception);
		}

	}

}
