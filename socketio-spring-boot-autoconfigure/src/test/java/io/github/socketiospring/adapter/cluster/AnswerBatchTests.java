package io.github.socketiospring.adapter.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

import io.github.socketiospring.adapter.Payload;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AnswerBatch}.
 */
@Timeout(20)
class AnswerBatchTests {

	private final List<Set<String>> sent = new ArrayList<>();

	private final List<CompletableFuture<Void>> travelling = new ArrayList<>();

	private final AnswerBatch batch = new AnswerBatch(this::send);

	private CompletionStage<?> send(Map<String, Payload> answers) {
		this.sent.add(answers.keySet());
		CompletableFuture<Void> arrival = new CompletableFuture<>();
		this.travelling.add(arrival);
		return arrival;
	}

	private static Payload answer(int length) {
		return Payload.of(("[\"" + "x".repeat(length) + "\"]").getBytes(StandardCharsets.UTF_8), List.of());
	}

	@Test
	void whatComesMeanwhileWaitsForTheFirst() {
		this.batch.add("a", answer(1));
		this.batch.add("b", answer(1));
		this.batch.add("c", answer(1));
		assertThat(this.sent).containsExactly(Set.of("a"));
		this.travelling.get(0).complete(null);
		assertThat(this.sent).containsExactly(Set.of("a"), Set.of("b", "c"));
		this.travelling.get(1).completeExceptionally(new IllegalStateException("no connection"));
		this.batch.add("d", answer(1));
		assertThat(this.sent).endsWith(Set.of("d"));
	}

	@Test
	void muchDoesNotWait() {
		this.batch.add("a", answer(1));
		this.batch.add("b", answer(AnswerBatch.MAX_BYTES / 2));
		assertThat(this.sent).hasSize(1);
		this.batch.add("c", answer(AnswerBatch.MAX_BYTES / 2));
		assertThat(this.sent).containsExactly(Set.of("a"), Set.of("b", "c"));
		this.batch.add("d", answer(1));
		this.travelling.get(0).complete(null);
		assertThat(this.sent).hasSize(2);
		this.travelling.get(1).complete(null);
		assertThat(this.sent).endsWith(Set.of("d"));
	}

	@Test
	void nothingWaitsAfterAFlush() {
		this.batch.add("a", answer(1));
		this.batch.add("b", answer(1));
		this.batch.flush();
		assertThat(this.sent).containsExactly(Set.of("a"), Set.of("b"));
		this.batch.flush();
		this.travelling.forEach((each) -> each.complete(null));
		assertThat(this.sent).hasSize(2);
	}

	@Test
	void whoeverFlushesOvertakesNothing() throws InterruptedException {
		List<String> order = new ArrayList<>();
		CompletableFuture<Void> first = new CompletableFuture<>();
		CountDownLatch sending = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		AnswerBatch slow = new AnswerBatch((answers) -> {
			if (answers.containsKey("a")) {
				return first;
			}
			sending.countDown();
			try {
				release.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			order.add("answer");
			return new CompletableFuture<>();
		});
		slow.add("a", answer(1));
		slow.add("b", answer(1));
		Thread arrival = new Thread(() -> first.complete(null));
		arrival.start();
		sending.await();
		Thread end = new Thread(() -> {
			slow.flush();
			order.add("end");
		});
		end.start();
		Awaitility.await().until(() -> end.getState() == Thread.State.BLOCKED || !end.isAlive());
		release.countDown();
		arrival.join();
		end.join();
		assertThat(order).containsExactly("answer", "end");
	}

}
