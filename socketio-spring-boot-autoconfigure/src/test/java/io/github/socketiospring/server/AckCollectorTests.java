package io.github.socketiospring.server;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.SocketAnswer;
import io.github.socketiospring.adapter.AckReply;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.server.event.AckWatch;
import io.github.socketiospring.testkit.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link AckCollector}, with adapters that tell more and less.
 */
class AckCollectorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final VirtualClock clock = new VirtualClock();

	private final TimerWheel timers = new TimerWheel(this.clock);

	private final TestPublisher<AckReply> replies = TestPublisher.create();

	private final AckCollector.Question question = new AckCollector.Question(this.replies.flux(), "clients", TIMEOUT,
			this.timers, (context) -> AckWatch.NONE);

	private final Flux<SocketAnswer> answers = this.question.stream();

	private final Arguments first = mock();

	private final Arguments second = mock();

	@BeforeEach
	void start() {
		this.timers.start();
	}

	@AfterEach
	void stop() {
		this.timers.close();
	}

	@Test
	void answersNameTheirSockets() {
		StepVerifier.create(this.answers)
			.then(() -> this.replies.next(new AckReply.Asked(Set.of("a", "b"))))
			.then(() -> this.replies.next(new AckReply.Answered("b", this.first)))
			.expectNext(new SocketAnswer("b", this.first))
			.then(() -> this.replies.next(new AckReply.Answered("a", this.second)))
			.expectNext(new SocketAnswer("a", this.second))
			.then(this.replies::complete)
			.verifyComplete();
	}

	@Test
	void aServerNeedNotTellWhoHasAnswered() {
		StepVerifier.create(this.answers)
			.then(() -> this.replies.next(new AckReply.Asked(Set.of("server"))))
			.then(() -> this.replies.next(new AckReply.Answered(null, this.first)))
			.expectNext(new SocketAnswer(null, this.first))
			.then(() -> this.replies.next(new AckReply.Gone("server")))
			.then(this.replies::complete)
			.verifyComplete();
	}

	@Test
	void allAnswersComeTogether() {
		StepVerifier.create(this.question.list())
			.then(() -> this.replies.next(new AckReply.Asked(Set.of("a", "b"))))
			.then(() -> this.replies.next(new AckReply.Answered("b", this.first)))
			.then(() -> this.replies.next(new AckReply.Answered("a", this.second)))
			.then(this.replies::complete)
			.expectNext(List.of(this.first, this.second))
			.verifyComplete();
	}

	@Test
	void whoeverWantsAllTogetherLearnsWhatIsMissing() {
		StepVerifier.create(this.question.list())
			.then(() -> this.replies.next(new AckReply.Asked(Set.of("a", "b"))))
			.then(() -> this.replies.next(new AckReply.Answered("b", this.first)))
			.then(() -> this.clock.advance(Duration.ofSeconds(6)))
			.expectErrorSatisfies((exception) -> {
				assertThat(((AckException) exception).answers()).containsExactly(this.first);
				assertThat(((AckException) exception).missing()).containsExactly("a");
			})
			.verify(Duration.ofSeconds(20));
		await().untilAsserted(this.replies::assertCancelled);
	}

	@Test
	void whoeverCancelsIsToldNothing() {
		StepVerifier.create(this.question.list())
			.then(() -> this.replies.next(new AckReply.Asked(Set.of("a"))))
			.thenCancel()
			.verify(Duration.ofSeconds(20));
		this.replies.assertCancelled();
	}

	@Test
	void whoHasNotAnsweredIsMissing() {
		StepVerifier.create(this.answers)
			.then(() -> this.replies.next(new AckReply.Asked(Set.of("a", "b", "c", "server"))))
			.then(() -> this.replies.next(new AckReply.Answered(null, this.first)))
			.expectNextCount(1)
			.then(() -> this.replies.next(new AckReply.Answered("a", this.second)))
			.expectNextCount(1)
			.then(() -> this.replies.next(new AckReply.Gone("b")))
			.then(() -> this.clock.advance(Duration.ofSeconds(6)))
			.expectErrorSatisfies((exception) -> {
				AckException failure = (AckException) exception;
				assertThat(failure).hasMessage("not all clients acknowledged within 5000 ms");
				assertThat(failure.answers()).isEqualTo(List.of(this.first, this.second));
				assertThat(failure.missing()).containsExactlyInAnyOrder("c", "server");
			})
			.verify(Duration.ofSeconds(20));
		// That comes after the error, on the thread of the timer.
		await().untilAsserted(this.replies::assertCancelled);
	}

}
