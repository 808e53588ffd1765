package io.github.socketiospring.adapter.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
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
		Replies replies = new Replies((asking != null) ? asking : "", question);
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
			run(request,
					broadcast.answerFrom(this.namespace)
						.doOnNext(replies::client)
						.doOnComplete(replies::end)
						.doOnCancel(replies::flush));
		}
		else if (request instanceof Request.ServerSideEmitWithAck emit) {
			run(request, emit.answerFrom(this.namespace).doOnNext(replies::server).doOnComplete(replies::end));
		}
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
	 * The answers to one question. What clients answer while earlier answers are on their
	 * way is sent together, for servers that can take it.
	 */
	private final class Replies {

		private final String asking;

		private final ClusterMessage.Question question;

		private final AnswerBatch batch = new AnswerBatch(this::clients);

		Replies(String asking, ClusterMessage.Question question) {
			this.asking = asking;
			this.question = question;
		}

		CompletionStage<?> send(ClusterMessage.Answer answer) {
			return Answering.this.channel.answer(this.asking, answer, this.question.detailed());
		}

		private CompletionStage<?> clients(Map<String, Payload> answers) {
			return send(new ClusterMessage.ClientAnswers(this.question.id(), answers));
		}

		void client(AckReply reply) {
			String id = this.question.id();
			boolean detailed = this.question.detailed();
			if (reply instanceof AckReply.Asked asked) {
				send(new ClusterMessage.ClientsAsked(id, asked.ids().size(), detailed ? asked.ids() : null));
			}
			else if (reply instanceof AckReply.Answered answered) {
				Payload answer = Answering.this.namespace.write(answered.answer());
				if (detailed && answered.id() != null) {
					this.batch.add(answered.id(), answer);
				}
				else {
					send(new ClusterMessage.ClientAnswer(id, answer));
				}
			}
			else if (reply instanceof AckReply.Gone gone && detailed) {
				send(new ClusterMessage.ClientGone(id, gone.id()));
			}
		}

		void server(AckReply reply) {
			if (reply instanceof AckReply.Answered answered) {
				send(new ClusterMessage.ServerAnswer(this.question.id(),
						Answering.this.namespace.write(answered.answer())));
			}
		}

		void flush() {
			this.batch.flush();
		}

		void end() {
			flush();
			if (this.question.detailed()) {
				send(new ClusterMessage.AnswersEnd(this.question.id()));
			}
		}

	}

}
