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
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ReportBatch}.
 */
@Timeout(20)
class ReportBatchTests {

	private final List<Set<String>> sent = new ArrayList<>();

	private int idle;

	private List<ClusterMessage.Report> reports = new ArrayList<>();

	private final List<CompletableFuture<Void>> travelling = new ArrayList<>();

	private final ReportBatch batch = new ReportBatch(this::send, () -> this.idle++);

	private ReportBatch self = this.batch;

	private CompletionStage<?> send(List<ClusterMessage.Report> reports) {
		this.sent.add(reports.get(0).answers().keySet());
		this.reports.addAll(reports);
		CompletableFuture<Void> arrival = new CompletableFuture<>();
		this.travelling.add(arrival);
		return arrival;
	}

	private static Payload answer(int length) {
		return Payload.of(("[\"" + "x".repeat(length) + "\"]").getBytes(StandardCharsets.UTF_8), List.of());
	}

	@Test
	void whatComesMeanwhileWaitsForTheFirst() {
		this.batch.answered("q", "a", answer(1));
		this.batch.answered("q", "b", answer(1));
		this.batch.answered("q", "c", answer(1));
		assertThat(this.sent).containsExactly(Set.of("a"));
		this.travelling.get(0).complete(null);
		assertThat(this.sent).containsExactly(Set.of("a"), Set.of("b", "c"));
		assertThat(this.idle).isZero();
		this.travelling.get(1).completeExceptionally(new IllegalStateException("no connection"));
		assertThat(this.idle).isEqualTo(1);
		this.batch.answered("q", "d", answer(1));
		assertThat(this.sent).endsWith(Set.of("d"));
	}

	@Test
	void muchDoesNotWait() {
		this.batch.answered("q", "a", answer(1));
		this.batch.answered("q", "b", answer(ReportBatch.MAX_BYTES / 2));
		assertThat(this.sent).hasSize(1);
		this.batch.answered("q", "c", answer(ReportBatch.MAX_BYTES / 2));
		assertThat(this.sent).containsExactly(Set.of("a"), Set.of("b", "c"));
		this.batch.answered("q", "d", answer(1));
		this.travelling.get(0).complete(null);
		assertThat(this.sent).hasSize(2);
		this.travelling.get(1).complete(null);
		assertThat(this.sent).endsWith(Set.of("d"));
	}

	@Test
	void nothingWaitsAfterAFlush() {
		this.batch.answered("q", "a", answer(1));
		this.batch.answered("q", "b", answer(1));
		this.batch.flush();
		assertThat(this.sent).containsExactly(Set.of("a"), Set.of("b"));
		this.batch.flush();
		this.travelling.forEach((each) -> each.complete(null));
		assertThat(this.sent).hasSize(2);
	}

	@Test
	void aReportHasAllThatIsNew() {
		this.batch.asked("q1", Set.of("a", "b"));
		this.batch.gone("q1", "a");
		this.batch.asked("q2", Set.of("c"));
		this.batch.answered("q1", "b", answer(1));
		this.batch.ended("q1");
		List<ClusterMessage.Report> next = new ArrayList<>();
		this.reports = next;
		this.travelling.get(0).complete(null);
		assertThat(next).hasSize(2);
		assertThat(next.get(0).questionId()).isEqualTo("q1");
		assertThat(next.get(0).asked()).isEmpty();
		assertThat(next.get(0).answers()).containsOnlyKeys("b");
		assertThat(next.get(0).gone()).containsExactly("a");
		assertThat(next.get(0).ended()).isTrue();
		assertThat(next.get(1)).isEqualTo(new ClusterMessage.Report("q2", Set.of("c"), Map.of(), Set.of(), false));
	}

	/** Whoever asks may hold a lock that is needed to send. */
	@Test
	void whetherItIsIdleIsKnownWhileItSends() {
		List<Boolean> idle = new ArrayList<>();
		ReportBatch asked = new ReportBatch((reports) -> {
			Thread other = new Thread(() -> idle.add(this.self.isIdle()));
			other.start();
			try {
				other.join();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return CompletableFuture.failedFuture(new IllegalStateException("refused"));
		}, () -> idle.add(this.self.isIdle()));
		this.self = asked;
		asked.ended("q");
		assertThat(idle).containsExactly(true, true);
	}

	@Test
	void whatCannotBeSentKeepsNothingBack() {
		List<String> questions = new ArrayList<>();
		ReportBatch failing = new ReportBatch((reports) -> {
			questions.add(reports.get(0).questionId());
			throw new IllegalStateException("cannot be written");
		}, () -> {
		});
		assertThatIllegalStateException().isThrownBy(() -> failing.ended("q1"));
		assertThatIllegalStateException().isThrownBy(() -> failing.ended("q2"));
		assertThat(questions).containsExactly("q1", "q2");
	}

	@Test
	void whoeverFlushesOvertakesNothing() throws InterruptedException {
		List<String> order = new ArrayList<>();
		CompletableFuture<Void> first = new CompletableFuture<>();
		CountDownLatch sending = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		ReportBatch slow = new ReportBatch((reports) -> {
			if (reports.get(0).answers().containsKey("a")) {
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
		}, () -> {
		});
		slow.answered("q", "a", answer(1));
		slow.answered("q", "b", answer(1));
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
