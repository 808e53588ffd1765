package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.RemoteSocket;
import io.github.socketiospring.adapter.JoinedClientsFixture.Cluster;
import io.github.socketiospring.testkit.Eio3Dialect;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.LegacySocketIoClient;
import io.github.socketiospring.testkit.LegacyTransport;
import io.github.socketiospring.testkit.OldSocketIoClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is emitted, with and without acknowledgements: on a server that is alone, and from
 * one of two servers that are joined, with a client at either.
 */
@ParameterizedClass
@EnumSource(Cluster.class)
class AdapterApiTests extends JoinedClientsFixture {

	@Test
	void anEventReachesAll() throws InterruptedException {
		Member here = here();
		Member there = there();
		io().emit("news", "text", BYTES, Map.of("deep", BYTES), null);
		io().emit("empty");
		for (Member member : List.of(here, there)) {
			KitClient.Event event = member.client().next();
			assertThat(event.name()).isEqualTo("news");
			assertThat(event.arguments()).hasSize(4).startsWith("text", BYTES).endsWith((Object) null);
			assertThat(((Map<?, ?>) event.arguments().get(2)).get("deep")).isEqualTo(BYTES);
			assertThat(member.client().next()).isEqualTo(new KitClient.Event("/", "empty", List.of(), -1));
		}
	}

	@Test
	void clientsOfOtherRevisionsUnderstandIt() throws InterruptedException {
		SocketIoClient old = new OldSocketIoClient(new WebSocketWire(other(), new Eio3Dialect(), ""));
		LegacySocketIoClient legacy = new LegacySocketIoClient(other(), LegacyTransport.WEBSOCKET);
		for (KitClient client : List.of(old, legacy)) {
			enter(client);
		}
		io().emit("news", "text", Map.of("key", 1));
		io().send("hello");
		io().sendJson(List.of(1, 2));
		for (KitClient client : List.of(old, legacy)) {
			assertThat(client.next().arguments()).containsExactly("text", Map.of("key", 1));
			assertThat(client.next().arguments()).containsExactly("hello");
			assertThat(client.next().arguments()).containsExactly(List.of(1, 2));
		}
	}

	@Test
	void argumentsAreWrittenOnce() throws InterruptedException {
		Member here = here();
		Member there = there();
		AtomicInteger written = new AtomicInteger();
		Object counting = new Object() {

			@SuppressWarnings("unused")
			public int getNumber() {
				return written.incrementAndGet();
			}

		};
		io().emit("counting", counting);
		assertThat(here.client().next().argument()).isEqualTo(Map.of("number", 1));
		assertThat(there.client().next().argument()).isEqualTo(Map.of("number", 1));
		assertThat(written).hasValue(1);
	}

	@Test
	void receivedArgumentsTravelAsTheValuesTheyAre() throws InterruptedException {
		Member here = here();
		Member there = there();
		CompletableFuture<Arguments> answer = there.socket().emitWithAck("question").toFuture();
		there.client().acknowledge(there.client().next(), "x", List.of(1, Map.of("b", BYTES)), BYTES);
		Arguments received = join(answer);
		here.socket().on("ask", (arguments, ack) -> ack.send(received, 1));
		RemoteSocket remote = io().to(there.id()).fetchSockets().map((sockets) -> sockets.get(0)).block(WAIT);

		io().emit("all", received);
		io().emit("among others", 1, received, List.of(received));
		here.socket().emit("one", received);
		remote.emit("one", received);
		io().to(here.id(), there.id()).emitWithAck("asked", received).subscribe();
		for (Member member : List.of(here, there)) {
			assertValues(member.client().next().arguments());
			List<Object> others = member.client().next().arguments();
			assertThat(others).hasSize(5).startsWith(1);
			assertValues(others.subList(1, 4));
			assertValues((List<?>) ((List<?>) others.get(4)).get(0));
			assertValues(member.client().next().arguments());
			assertValues(member.client().next().arguments());
		}
		List<Object> answered = here.client().call("/", "ask");
		assertThat(answered).hasSize(4).endsWith(1);
		assertValues(answered.subList(0, 3));
	}

	private static void assertValues(List<?> values) {
		assertThat(values).hasSize(3);
		assertThat(values.get(0)).isEqualTo("x");
		assertThat((byte[]) ((Map<?, ?>) ((List<?>) values.get(1)).get(1)).get("b")).isEqualTo(BYTES);
		assertThat((byte[]) values.get(2)).isEqualTo(BYTES);
	}

	@Test
	void roomsAndExceptionsSelect() throws InterruptedException {
		Member here = here();
		Member there = there();
		here.socket().join("x");
		there.socket().join("x", "y");
		io().to("x").emit("x");
		io().to("x", "y").except("y").emit("not y");
		io().except(here.id()).emit("not here");
		io().to(there.id()).emit("there");
		here.socket().broadcast().emit("broadcast");
		here.socket().to("y").emit("y");
		io().emit("end");
		assertThat(here.names()).containsExactly("x", "not y", "end");
		assertThat(there.names()).containsExactly("x", "not here", "there", "broadcast", "y", "end");
	}

	@Test
	void volatileEventsReachWhoeverCanTakeThem() throws InterruptedException {
		Member here = here();
		Member there = there();
		io().volatileEmit("volatile");
		assertThat(here.client().next().name()).isEqualTo("volatile");
		assertThat(there.client().next().name()).isEqualTo("volatile");
	}

	@Test
	void localEventsStay() throws InterruptedException {
		Member here = here();
		Member there = there();
		io().local().emit("local");
		io().to(here.id(), there.id()).local().emit("local room");
		io().emit("end");
		assertThat(here.names()).containsExactly("local", "local room", "end");
		assertThat(there.names()).isEqualTo(isJoined() ? List.of("end") : List.of("local", "local room", "end"));
	}

	@Test
	void questionsKeepTheirPlaceAmongEvents() throws InterruptedException {
		Member here = here();
		Member there = there();
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			io().emit("before " + i);
			io().emitWithAck("question " + i).subscribe();
			io().emit("after " + i);
			expected.addAll(List.of("before " + i, "question " + i, "after " + i));
		}
		io().emit("end");
		expected.add("end");
		for (Member member : List.of(here, there)) {
			assertThat(member.names()).containsExactlyElementsOf(expected);
		}
		for (int i = 0; i < 10; i++) {
			io().to(there.id()).socketsJoin("room " + i);
			assertThat(io().to("room " + i).fetchSockets().map(List::size).block(WAIT)).isEqualTo(1);
		}
	}

	@Test
	void answersComeFromAll() throws InterruptedException {
		Member here = here();
		Member there = there();
		CompletableFuture<List<Arguments>> answers = io().emitWithAck("question", BYTES).toFuture();
		here.client().acknowledge(here.client().next(), "here", BYTES);
		KitClient.Event question = there.client().next();
		assertThat(question.argument()).isEqualTo(BYTES);
		there.client().acknowledge(question, "there", Map.of("key", BYTES));
		List<Arguments> all = join(answers);
		assertThat(all).extracting((each) -> each.get(0, String.class)).containsExactlyInAnyOrder("here", "there");
		assertThat(all).extracting(Arguments::size).containsOnly(2);
		Arguments last = all.stream()
			.filter((each) -> each.get(0).asString().equals("there"))
			.findFirst()
			.orElseThrow();
		assertThat(last.get(1).get("key").binaryValue()).isEqualTo(BYTES);
	}

	@Test
	void answersAreHandedOnAsTheyCome() throws InterruptedException {
		Member here = here();
		Member there = there();
		BlockingQueue<String> answers = new LinkedBlockingQueue<>();
		io().emitWithAckStream("question")
			.subscribe((answer) -> answers.add(answer.socketId() + " " + answer.arguments().get(0, String.class)), null,
					() -> answers.add("end"));
		there.client().acknowledge(there.client().next(), "there");
		assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(there.id() + " there");
		here.client().acknowledge(here.client().next(), "here");
		assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(here.id() + " here");
		assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo("end");
	}

	@Test
	void listenersSeeWhatComesFromOtherServers() throws InterruptedException {
		Member there = there();
		BlockingQueue<String> seen = new LinkedBlockingQueue<>();
		there.socket().onAnyOutgoing((event, arguments) -> seen.add(event + arguments.asList()));
		// Questions travel beside a stream, and may be faster.
		boolean isStream = this.cluster == Cluster.REDIS_STREAMS;
		io().emit("a", 1);
		if (isStream) {
			assertThat(there.client().next().name()).isEqualTo("a");
		}
		io().emitWithAck("b", 2).subscribe();
		if (!isStream) {
			assertThat(there.client().next().name()).isEqualTo("a");
		}
		assertThat(there.client().next().name()).isEqualTo("b");
		assertThat(seen).containsExactly("a[1]", "b[2]");
	}

	@Test
	void nobodyToAskIsNoAnswer() {
		assertThat(io().to("nobody").emitWithAck("question").block(WAIT)).isEmpty();
	}

	@Test
	void localQuestionsStay() throws InterruptedException {
		Member here = here();
		Member there = there();
		CompletableFuture<List<Arguments>> answers = io().local().except(there.id()).emitWithAck("question").toFuture();
		here.client().acknowledge(here.client().next(), "here");
		assertThat(join(answers)).hasSize(1);
		assertThat(there.client().waiting()).isZero();
	}

	@Test
	void whoHasGoneIsNotWaitedFor() throws InterruptedException {
		Member here = here();
		Member there = there();
		CompletableFuture<List<Arguments>> answers = io().emitWithAck("question").toFuture();
		there.client().next();
		there.client().drop();
		here.client().acknowledge(here.client().next(), "here");
		assertThat(join(answers)).hasSize(1);
	}

	@Test
	void whoeverIsMissingIsNamed() throws InterruptedException {
		Member here = here();
		Member there = there();
		BlockingQueue<Object> results = new LinkedBlockingQueue<>();
		io().timeout(Duration.ofSeconds(5))
			.emitWithAckStream("question")
			.subscribe((answer) -> results.add("answer"), results::add);
		here.client().acknowledge(here.client().next(), "here");
		there.client().next();
		assertThat(results.poll(20, TimeUnit.SECONDS)).isEqualTo("answer");
		if (isJoined()) {
			// The other server has said whom it asks before this returns.
			assertThat(io().serverSideEmitWithAck("nobody listens").block(WAIT)).isEmpty();
		}
		this.servers.get(0).clock().advance(Duration.ofSeconds(6));
		AckException exception = (AckException) results.poll(20, TimeUnit.SECONDS);
		assertThat(exception).hasMessage("not all clients acknowledged within 5000 ms");
		assertThat(exception.answers()).hasSize(1);
		assertThat(exception.missing()).containsExactly(there.id());
	}

	@Test
	void manyEventsKeepTheirOrder() throws InterruptedException {
		Member here = here();
		Member there = there();
		Flux.range(0, 200).subscribe((i) -> io().emit("n", i));
		for (int i = 0; i < 200; i++) {
			assertThat(here.client().next().argument()).isEqualTo(i);
			assertThat(there.client().next().argument()).isEqualTo(i);
		}
	}

}
