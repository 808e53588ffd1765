package io.github.socketiospring.adapter.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.socketiospring.MissingServersException;
import io.github.socketiospring.adapter.AckReply;
import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.Selection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Questions, answers and signs of life, without any other server.
 */
class ClusterAdapterTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final FakeNamespace namespace = new FakeNamespace("/", "self");

	private final FakeChannel channel = new FakeChannel();

	private final ClusterAdapter adapter = new ClusterAdapter(this.namespace, this.channel, ClusterOptions.DEFAULTS);

	private final List<Object> answers = new ArrayList<>();

	private void start() {
		this.adapter.start().block();
		this.channel.published.clear();
	}

	private Flux<AckReply> ask() {
		return this.adapter.request(new Request.BroadcastWithAck(Selection.ALL, "question", FakeNamespace.payload("[]"),
				false, true, TIMEOUT));
	}

	private void collect(Flux<?> flux) {
		flux.subscribe(this.answers::add, this.answers::add, () -> this.answers.add("complete"));
	}

	private String question() {
		return ((ClusterMessage.Question) this.channel.published.get(this.channel.published.size() - 1)).id();
	}

	private void receive(@Nullable String sender, ClusterMessage message) {
		this.channel.receiver.received(sender, message);
	}

	private static Payload one(int number) {
		return FakeNamespace.payload("[" + number + "]");
	}

	private static ClusterMessage asked(String id, Set<String> sockets) {
		return report(id, sockets, Map.of(), Set.of(), false);
	}

	private static ClusterMessage answered(String id, Map<String, Payload> answers) {
		return report(id, Set.of(), answers, Set.of(), false);
	}

	private static ClusterMessage gone(String id, String socket) {
		return report(id, Set.of(), Map.of(), Set.of(socket), false);
	}

	private static ClusterMessage ended(String id) {
		return report(id, Set.of(), Map.of(), Set.of(), true);
	}

	private static ClusterMessage report(String id, Set<String> asked, Map<String, Payload> answers, Set<String> gone,
			boolean ended) {
		return new ClusterMessage.Reports(List.of(new ClusterMessage.Report(id, asked, answers, gone, ended)));
	}

	private List<Object> answers() {
		return this.answers.stream()
			.map((each) -> (each instanceof AckReply.Answered answered)
					? "answer " + answered.answer().get(0, int.class) + " of " + answered.id() : each)
			.toList();
	}

	@Test
	void commandsAreDoneHereAndTold() {
		start();
		Command join = new Command.Join(Selection.ALL, Set.of("room"));
		this.adapter.send(join);
		Command local = new Command.Leave(Selection.ALL.onThisServer(), Set.of("room"));
		this.adapter.send(local);
		assertThat(this.channel.published).containsExactly(new ClusterMessage.Order(join));
		assertThat(this.namespace.done).containsExactly(join, local);
	}

	@Test
	void whatOthersTellIsDone() {
		start();
		Command disconnect = new Command.Disconnect(Selection.ALL, true);
		receive("other", new ClusterMessage.Order(disconnect));
		assertThat(this.namespace.done).containsExactly(disconnect);
		assertThat(this.channel.published).isEmpty();
	}

	@Test
	void aQuestionOvertakesNothing() {
		Sinks.One<Integer> count = Sinks.one();
		this.channel.count = count.asMono();
		start();
		this.channel.published.clear();
		collect(ask());
		Command after = new Command.Disconnect(Selection.ALL, true);
		this.adapter.send(after);
		assertThat(this.channel.published).hasSize(2).last().isEqualTo(new ClusterMessage.Order(after));
		String id = ((ClusterMessage.Question) this.channel.published.get(0)).id();
		receive(null, new ClusterMessage.ClientsAsked(id, 1));
		receive(null, new ClusterMessage.ClientAnswer(id, one(7)));
		assertThat(answers()).doesNotContain("complete");
		count.tryEmitValue(2);
		assertThat(answers()).contains("answer 7 of null", "complete");
	}

	@Test
	void serversThatNameClientsEndTheirAnswers() {
		start();
		this.channel.count = Mono.just(3);
		receive("a", new ClusterMessage.Alive());
		collect(ask());
		String id = question();
		receive("a", asked(id, Set.of("a1", "a2")));
		receive("b", asked(id, Set.of("b1")));
		receive("a", answered(id, Map.of("a1", one(1))));
		receive("b", answered(id, Map.of("b1", one(2))));
		receive("b", answered(id, Map.of("b1", one(3))));
		receive("b", answered(id, Map.of("a2", one(3))));
		receive("a", new ClusterMessage.ClientAnswer(id, one(4)));
		receive("b", ended(id));
		receive("b", ended(id));
		receive("a", gone(id, "a2"));
		assertThat(answers()).doesNotContain("complete");
		receive("a", ended(id));
		assertThat(answers()).containsExactly(new AckReply.Asked(Set.of("a")),
				new AckReply.Asked(Set.of("unnamed server 1")), new AckReply.Asked(Set.of("a1", "a2")),
				new AckReply.Gone("a"), new AckReply.Asked(Set.of("b1")), new AckReply.Gone("unnamed server 1"),
				"answer 1 of a1", "answer 2 of b1", new AckReply.Gone("a2"), "complete");
	}

	@Test
	void theEndOfOneServerDoesNotStandForAnother() {
		start();
		this.channel.count = Mono.just(3);
		collect(ask());
		String id = question();
		receive("a", asked(id, Set.of("a1")));
		receive("a", answered(id, Map.of("a1", one(1))));
		receive("a", ended(id));
		assertThat(answers()).contains(new AckReply.Gone("unnamed server 1"))
			.doesNotContain(new AckReply.Gone("unnamed server 2"), "complete");
	}

	@Test
	void serversThatOnlyCountAreWaitedForUntilTheNumberIsThere() {
		start();
		this.channel.count = Mono.just(3);
		collect(ask());
		String id = question();
		receive(null, new ClusterMessage.ClientsAsked(id, 2));
		receive(null, new ClusterMessage.ClientAnswer(id, one(1)));
		receive(null, new ClusterMessage.ClientsAsked(id, 0));
		assertThat(answers()).doesNotContain("complete").doesNotContain(new AckReply.Gone("unnamed server 1"));
		receive(null, new ClusterMessage.ClientAnswer(id, one(2)));
		assertThat(answers()).endsWith("answer 2 of null", new AckReply.Gone("unnamed server 1"),
				new AckReply.Gone("unnamed server 2"), "complete");
	}

	@Test
	void aServerThatDoesNotAnswerIsNamed() {
		start();
		this.channel.count = Mono.just(3);
		receive("a", new ClusterMessage.Alive());
		receive("b", new ClusterMessage.Alive());
		collect(this.adapter.request(new Request.FetchRooms(TIMEOUT)));
		receive("b", new ClusterMessage.RoomNames(question(), Set.of("room")));
		receive("b", new ClusterMessage.RoomNames(question(), Set.of("room")));
		this.namespace.advance(TIMEOUT);
		assertThat(this.answers).hasSize(2).startsWith("room");
		assertThat(((MissingServersException) this.answers.get(1)).servers()).containsExactly("a");
		assertThat(this.namespace.waiting()).isZero();
	}

	@Test
	void aServerThatWasKilledIsForgottenOnceAllOthersHaveAnswered() {
		start();
		receive("killed", new ClusterMessage.Alive());
		receive("a", new ClusterMessage.Alive());
		this.channel.count = Mono.just(2);
		collect(this.adapter.request(new Request.FetchRooms(TIMEOUT)));
		receive("a", new ClusterMessage.RoomNames(question(), Set.of()));
		assertThat(this.answers).containsExactly("complete");
		this.answers.clear();
		collect(this.adapter.request(new Request.FetchRooms(TIMEOUT)));
		this.namespace.advance(TIMEOUT);
		assertThat(((MissingServersException) this.answers.get(0)).servers()).containsExactly("a");
	}

	@Test
	void aServerThatLeavesIsNotWaitedFor() {
		start();
		this.channel.count = Mono.just(3);
		receive("a", new ClusterMessage.Alive());
		receive("b", new ClusterMessage.Alive());
		collect(ask());
		receive("a", asked(question(), Set.of("a1")));
		receive("a", new ClusterMessage.Left());
		receive("b", new ClusterMessage.Left());
		assertThat(answers()).endsWith(new AckReply.Gone("a1"), new AckReply.Gone("b"), "complete");
	}

	@Test
	void whoCannotBeReachedIsMissingAtOnce() {
		start();
		receive("a", new ClusterMessage.Alive());
		this.channel.reachable = false;
		collect(this.adapter.request(new Request.FetchRooms(TIMEOUT)));
		assertThat(((MissingServersException) this.answers.get(0)).servers()).containsExactly("a");
		assertThat(this.namespace.waiting()).isZero();
	}

	@Test
	void questionsOfOthersAreAnsweredAsTheyWant() {
		start();
		this.namespace.replies = Flux.just(new AckReply.Asked(Set.of("s1")),
				new AckReply.Answered("s1", this.namespace.read(one(4))), new AckReply.Gone("s1"));
		Request<?> request = new Request.BroadcastWithAck(Selection.ALL, "question", one(1), false, true, TIMEOUT);
		receive("node", new ClusterMessage.Question("q1", request, false));
		assertThat(this.channel.answered).first().isEqualTo(new ClusterMessage.ClientsAsked("q1", 1));
		assertThat(this.channel.answered).hasSize(2).last().isInstanceOf(ClusterMessage.ClientAnswer.class);
		this.channel.answered.clear();
		receive("java", new ClusterMessage.Question("q2", request, true));
		assertThat(this.channel.answered).hasSize(4)
			.startsWith(asked("q2", Set.of("s1")))
			.endsWith(gone("q2", "s1"), ended("q2"));
	}

	@Test
	void whatClientsAnswerMeanwhileIsSentTogether() {
		start();
		CompletableFuture<Void> first = new CompletableFuture<>();
		this.channel.answering = first;
		Sinks.Many<AckReply> replies = Sinks.many().unicast().onBackpressureBuffer();
		this.namespace.replies = replies.asFlux();
		Request<?> request = new Request.BroadcastWithAck(Selection.ALL, "question", one(1), false, true, TIMEOUT);
		receive("java", new ClusterMessage.Question("q", request, true));
		for (int i = 1; i <= 5; i++) {
			replies.tryEmitNext(new AckReply.Answered("s" + i, this.namespace.read(one(i)))).orThrow();
		}
		assertThat(answeringSockets()).containsExactly(Set.of("s1"));
		first.complete(null);
		assertThat(answeringSockets()).containsExactly(Set.of("s1"), Set.of("s2", "s3", "s4", "s5"));
		CompletableFuture<Void> last = new CompletableFuture<>();
		this.channel.answering = last;
		replies.tryEmitNext(new AckReply.Answered("s6", this.namespace.read(one(6)))).orThrow();
		replies.tryEmitNext(new AckReply.Answered("s7", this.namespace.read(one(7)))).orThrow();
		replies.tryEmitComplete().orThrow();
		assertThat(answeringSockets()).endsWith(Set.of("s6"));
		last.complete(null);
		assertThat(this.channel.answered).last().satisfies((message) -> {
			ClusterMessage.Report report = ((ClusterMessage.Reports) message).reports().get(0);
			assertThat(report.answers()).containsOnlyKeys("s7");
			assertThat(report.ended()).isTrue();
		});
	}

	/** Those to eight questions of a server leave together. */
	@Test
	void whatIsNewAboutSeveralQuestionsIsSentTogether() {
		start();
		CompletableFuture<Void> first = new CompletableFuture<>();
		this.channel.answering = first;
		this.namespace.replies = Flux.just(new AckReply.Asked(Set.of("s")),
				new AckReply.Answered("s", this.namespace.read(one(1))));
		Request<?> request = new Request.BroadcastWithAck(Selection.ALL, "question", one(1), false, true, TIMEOUT);
		for (String id : List.of("q1", "q2", "q3")) {
			receive("java", new ClusterMessage.Question(id, request, true));
		}
		receive("other", new ClusterMessage.Question("q4", request, true));
		assertThat(this.channel.answered).containsExactly(asked("q1", Set.of("s")), asked("q4", Set.of("s")));
		this.channel.answering = new CompletableFuture<>();
		first.complete(null);
		assertThat(this.channel.answered.subList(2, this.channel.answered.size()))
			.extracting((message) -> ((ClusterMessage.Reports) message).reports()
				.stream()
				.map(ClusterMessage.Report::questionId)
				.toList())
			.containsExactlyInAnyOrder(List.of("q1", "q2", "q3"), List.of("q4"));
	}

	@Test
	void whoHasNobodyToAskSaysSoOnce() {
		start();
		this.namespace.replies = Flux.just(new AckReply.Asked(Set.of()));
		Request<?> request = new Request.BroadcastWithAck(Selection.ALL, "question", one(1), false, true, TIMEOUT);
		receive("java", new ClusterMessage.Question("q", request, true));
		assertThat(this.channel.answered).containsExactly(ended("q"));
		this.namespace.replies = Flux.empty();
		receive("java",
				new ClusterMessage.Question("q", new Request.ServerSideEmitWithAck("question", one(1), TIMEOUT), true));
		assertThat(this.channel.answered).containsExactly(ended("q"), ended("q"));
	}

	/** Whoever stops has got these answers. */
	@Test
	void answersThatWaitAreSentBeforeTheServerLeaves() {
		start();
		this.channel.answering = new CompletableFuture<>();
		this.namespace.replies = Flux.concat(Flux.just(new AckReply.Answered("s1", this.namespace.read(one(1))),
				new AckReply.Answered("s2", this.namespace.read(one(2)))), Flux.never());
		Request<?> request = new Request.BroadcastWithAck(Selection.ALL, "question", one(1), false, true, TIMEOUT);
		receive("java", new ClusterMessage.Question("q", request, true));
		this.adapter.stop().block();
		assertThat(answeringSockets()).containsExactly(Set.of("s1"), Set.of("s2"));
	}

	private List<Set<String>> answeringSockets() {
		return this.channel.answered.stream()
			.flatMap((answer) -> ((ClusterMessage.Reports) answer).reports().stream())
			.map((report) -> report.answers().keySet())
			.toList();
	}

	@Test
	void aQuestionIsForgottenAfterItsTime() {
		start();
		this.namespace.replies = Flux.never();
		Request<?> request = new Request.ServerSideEmitWithAck("question", one(1), TIMEOUT);
		receive("java", new ClusterMessage.Question("q", request, true));
		assertThat(this.namespace.waiting()).isEqualTo(1);
		this.namespace.advance(TIMEOUT);
		assertThat(this.namespace.waiting()).isZero();
	}

	@Test
	void aCountThatFailsSaysThatServersAreMissing() {
		this.channel.count = Mono.error(new IllegalArgumentException("no connection"));
		start();
		receive("other", new ClusterMessage.Joined());
		assertThatExceptionOfType(MissingServersException.class).isThrownBy(() -> this.adapter.serverCount().block())
			.withMessage("the servers cannot be counted now: no connection")
			.satisfies((ex) -> assertThat(ex.servers()).containsExactly("other"));
	}

	@Test
	void withoutACountServersShowThatTheyAreThere() {
		this.channel.counts = false;
		start();
		receive("other", new ClusterMessage.Joined());
		assertThat(this.channel.published).containsExactly(new ClusterMessage.Alive());
		assertThat(this.adapter.serverCount().block()).isEqualTo(2);
		this.channel.published.clear();
		this.namespace.advance(Duration.ofSeconds(9));
		receive("other", new ClusterMessage.Alive());
		this.namespace.advance(Duration.ofSeconds(9));
		assertThat(this.channel.published).isNotEmpty().containsOnly(new ClusterMessage.Alive());
		assertThat(this.adapter.serverCount().block()).isEqualTo(2);
		collect(ask());
		this.namespace.advance(Duration.ofSeconds(3));
		assertThat(this.adapter.serverCount().block()).isEqualTo(1);
		assertThat(answers()).endsWith(new AckReply.Gone("other"), "complete");
		this.adapter.stop().block();
		assertThat(this.channel.published).last().isEqualTo(new ClusterMessage.Left());
		assertThat(this.namespace.waiting()).isZero();
	}

	@Test
	void nobodyIsForgottenForWhatCannotBeHeard() {
		this.channel.counts = false;
		start();
		receive("other", new ClusterMessage.Joined());
		this.channel.reachable = false;
		this.namespace.advance(Duration.ofMinutes(1));
		assertThat(this.adapter.serverCount().block()).isEqualTo(2);
		this.channel.published.clear();
		this.channel.reachable = true;
		this.namespace.advance(Duration.ofSeconds(1));
		assertThat(this.channel.published).contains(new ClusterMessage.Joined());
		this.namespace.advance(Duration.ofSeconds(9));
		assertThat(this.adapter.serverCount().block()).isEqualTo(2);
		this.namespace.advance(Duration.ofSeconds(2));
		assertThat(this.adapter.serverCount().block()).isEqualTo(1);
		assertThat(this.channel.published).containsOnlyOnce(new ClusterMessage.Joined());
	}

	/** Those of Node's wait for ten seconds. */
	@Test
	void theIntervalBeginsWithTheLastMessage() {
		this.channel.counts = false;
		start();
		this.namespace.advance(Duration.ofMillis(4_500));
		this.adapter.send(new Command.Disconnect(Selection.ALL, false));
		this.channel.published.clear();
		this.namespace.advance(Duration.ofSeconds(6));
		assertThat(this.channel.published).containsExactly(new ClusterMessage.Alive());
		this.namespace.advance(Duration.ofSeconds(5));
		assertThat(this.channel.published).hasSize(2);
	}

	@Test
	void emittersAreNoServers() {
		this.channel.counts = false;
		start();
		receive("emitter", new ClusterMessage.Order(new Command.Disconnect(Selection.ALL, false)));
		assertThat(this.adapter.serverCount().block()).isEqualTo(1);
	}

	/**
	 * A channel that leads nowhere.
	 */
	private static final class FakeChannel implements ClusterChannel {

		private final List<ClusterMessage> published = new ArrayList<>();

		private final List<ClusterMessage> answered = new ArrayList<>();

		private CompletionStage<?> answering = CompletableFuture.completedFuture(null);

		private boolean counts = true;

		private boolean reachable = true;

		private Mono<Integer> count = Mono.just(1);

		private Receiver receiver = (sender, message) -> {
		};

		@Override
		public Mono<Void> open(Receiver receiver) {
			return Mono.fromRunnable(() -> this.receiver = receiver);
		}

		@Override
		public Mono<Void> close() {
			return Mono.empty();
		}

		@Override
		public AdapterHealth health() {
			return new AdapterHealth(this.reachable, "fake");
		}

		@Override
		public boolean publish(ClusterMessage message) {
			this.published.add(message);
			return this.reachable;
		}

		@Override
		public CompletionStage<?> answer(String asking, ClusterMessage.Response answer, boolean detailed) {
			this.answered.add(answer);
			return this.answering;
		}

		@Override
		public boolean countsServers() {
			return this.counts;
		}

		@Override
		public Mono<Integer> countServers() {
			return this.count;
		}

	}

}
