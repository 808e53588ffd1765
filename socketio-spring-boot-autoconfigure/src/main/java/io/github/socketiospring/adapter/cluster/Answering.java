package io.github.socketiospring.adapter.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.adapter.AckReply;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

/**
 * Answers what other servers ask. Safe for use by any thread.
 */
final class Answering {

	/** Questions that are answered at a time; what is beyond gets no answer. */
	private static final int MAX = 10_000;

	private final AdapterNamespace namespace;

	private final ClusterChannel channel;

	private final Duration maxTimeout;

	private final FaultLog failed = new FaultLog("A question of another server gets no answer");

	private final AtomicInteger running = new AtomicInteger();

	/** What is on its way to servers that ask, by their names, as long as it is. */
	private final Map<String, ReportBatch> batches = new ConcurrentHashMap<>();

	private Disposable.Composite all = Disposables.composite();

	Answering(AdapterNamespace namespace, ClusterChannel channel, Duration maxTimeout) {
		this.namespace = namespace;
		this.channel = channel;
		this.maxTimeout = maxTimeout;
	}

	/** Gives up all that is being answered. */
	synchronized void stop() {
		Disposable given = this.all;
		this.all = Disposables.composite();
		given.dispose();
	}

	private synchronized Disposable.Composite all() {
		return this.all;
	}

	/**
	 * Answers a question.
	 * @param asking the server that asks; {@code null} if it does not tell, and needs no
	 * name to be answered
	 */
	void answer(@Nullable String asking, ClusterMessage.Question question) {
		if (this.running.get() >= MAX) {
			this.failed.add(() -> MAX + " others are being answered");
			return;
		}
		String server = (asking != null) ? asking : "";
		Replies replies = new Replies(server, question);
		Request<?> request = question.request();
		if (request instanceof Request.FetchSockets fetch) {
			run(request,
					fetch.answerFrom(this.namespace)
						.collectList()
						.doOnNext((sockets) -> replies.send(new ClusterMessage.Sockets(question.id(), sockets)))
						.flux());
		}
		else if (request instanceof Request.FetchRooms fetch) {
			run(request,
					fetch.answerFrom(this.namespace)
						.collectList()
						.doOnNext(
								(rooms) -> replies.send(new ClusterMessage.RoomNames(question.id(), Set.copyOf(rooms))))
						.flux());
		}
		else if (request instanceof Request.BroadcastWithAck broadcast) {
			run(request, question.detailed() ? reports(server, question.id(), broadcast)
					: broadcast.answerFrom(this.namespace).doOnNext(replies::client));
		}
		else if (request instanceof Request.ServerSideEmitWithAck emit) {
			run(request, emit.answerFrom(this.namespace).doOnNext(replies::server).doOnComplete(replies::end));
		}
	}

	private Flux<AckReply> reports(String asking, String question, Request.BroadcastWithAck broadcast) {
		return Flux.using(() -> use(asking),
				(batch) -> broadcast.answerFrom(this.namespace)
					.doOnNext((reply) -> report(batch, question, reply))
					.doOnComplete(() -> batch.ended(question))
					.doOnCancel(batch::flush),
				(batch) -> release(asking));
	}

	private void report(ReportBatch batch, String question, AckReply reply) {
		if (reply instanceof AckReply.Asked asked) {
			// The end says it, too.
			if (!asked.ids().isEmpty()) {
				batch.asked(question, asked.ids());
			}
		}
		else if (reply instanceof AckReply.Answered answered) {
			// The sockets of this server always have one.
			String socket = Objects.requireNonNull(answered.id());
			batch.answered(question, socket, this.namespace.write(answered.answer()));
		}
		else if (reply instanceof AckReply.Gone gone) {
			batch.gone(question, gone.id());
		}
	}

	private ReportBatch use(String asking) {
		return this.batches.compute(asking, (name, known) -> {
			ReportBatch batch = (known != null) ? known
					: new ReportBatch(
							(reports) -> this.channel.answer(asking, new ClusterMessage.Reports(reports), true),
							() -> forgetIfIdle(asking));
			batch.users++;
			return batch;
		});
	}

	private void release(String asking) {
		this.batches.computeIfPresent(asking, (name, batch) -> {
			batch.users--;
			return batch;
		});
		forgetIfIdle(asking);
	}

	private void forgetIfIdle(String asking) {
		this.batches.computeIfPresent(asking, (name, batch) -> (batch.users == 0 && batch.isIdle()) ? null : batch);
	}

	private void run(Request<?> request, Flux<?> answers) {
		Disposable.Composite group = all();
		Disposable.Swap whole = Disposables.swap();
		Duration limit = (request.timeout().compareTo(this.maxTimeout) < 0) ? request.timeout() : this.maxTimeout;
		this.running.incrementAndGet();
		// Whoever asks does not say when it does not wait any more.
		Disposable timer = this.namespace.schedule(limit, whole::dispose);
		Flux<?> guarded = answers.doFinally((signal) -> {
			this.running.decrementAndGet();
			timer.dispose();
			group.remove(whole);
		});
		group.add(whole);
		whole.update(guarded.subscribe(null, (ex) -> this.failed.add(() -> String.valueOf(ex))));
	}

	/**
	 * Answers one question, each time by a message of its own.
	 */
	private final class Replies {

		private final String asking;

		private final ClusterMessage.Question question;

		private boolean answered;

		Replies(String asking, ClusterMessage.Question question) {
			this.asking = asking;
			this.question = question;
		}

		void send(ClusterMessage.Response answer) {
			Answering.this.channel.answer(this.asking, answer, this.question.detailed());
		}

		void client(AckReply reply) {
			if (reply instanceof AckReply.Asked asked) {
				send(new ClusterMessage.ClientsAsked(this.question.id(), asked.ids().size()));
			}
			else if (reply instanceof AckReply.Answered answer) {
				send(new ClusterMessage.ClientAnswer(this.question.id(),
						Answering.this.namespace.write(answer.answer())));
			}
		}

		void server(AckReply reply) {
			if (reply instanceof AckReply.Answered answer) {
				this.answered = true;
				send(new ClusterMessage.ServerAnswer(this.question.id(),
						Answering.this.namespace.write(answer.answer())));
			}
		}

		/** Tells a server that understands it that there is no answer. */
		void end() {
			if (this.question.detailed() && !this.answered) {
				send(new ClusterMessage.Reports(
						List.of(new ClusterMessage.Report(this.question.id(), Set.of(), Map.of(), Set.of(), true))));
			}
		}

	}

}
