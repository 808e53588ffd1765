package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.server.event.AckWatch;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The end of one acknowledgement, whenever it comes.
 */
class SocketAckTests {

	private static final long ID = 7;

	private final PendingAcks pending = new PendingAcks(10, () -> {
	});

	private final List<String> ends = new ArrayList<>();

	private final AckWatch watch = (exception) -> this.ends
		.add((exception != null) ? exception.getMessage() : "answered");

	private long now;

	private TimerWheel timers = new TimerWheel(() -> this.now);

	private Mono<Arguments> ask(Duration timeout) {
		return Mono.create((sink) -> {
			SocketAck ack = new SocketAck(sink, this.pending, ID, this.timers, this.watch);
			sink.onDispose(ack);
			ack.await(timeout);
		});
	}

	@Test
	void isPendingBeforeItsTimeRuns() {
		AtomicBoolean asking = new AtomicBoolean();
		AtomicBoolean isPending = new AtomicBoolean();
		this.timers = new TimerWheel(() -> {
			// The wheel asks for the time when the timer is set, maybe more than once.
			if (asking.getAndSet(false)) {
				isPending.set(this.pending.remove(ID) != null);
			}
			return 0;
		});
		asking.set(true);
		ask(Duration.ofSeconds(1)).subscribe();
		assertThat(isPending).isTrue();
	}

	@Test
	void leavesNothingBehindWhenItsTimeIsOver() {
		CompletableFuture<Arguments> answer = ask(Duration.ofSeconds(1)).toFuture();
		this.now = Duration.ofSeconds(2).toNanos();
		this.timers.advance();
		assertThatThrownBy(answer::join).hasCauseInstanceOf(AckException.class)
			.hasMessageEndingWith("no acknowledgement within 1000 ms");
		assertThat(this.pending.remove(ID)).isNull();
		assertThat(this.ends).containsExactly("no acknowledgement within 1000 ms");
	}

	@Test
	void leavesNothingBehindWhenNobodyWaitedFromTheStart() {
		ask(Duration.ofSeconds(1)).subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				cancel();
			}

		});
		assertThat(this.pending.remove(ID)).isNull();
		assertThat(this.timers.isEmpty()).isTrue();
		assertThat(this.ends).containsExactly(AckWatch.CANCELLED.getMessage());
	}

	@Test
	void leavesNothingBehindWhenTheSocketHasGone() {
		this.pending.close();
		CompletableFuture<Arguments> answer = ask(Duration.ofSeconds(1)).toFuture();
		assertThat(answer).isCompletedExceptionally();
		assertThat(this.ends).containsExactly("the socket has disconnected");
		assertThat(this.timers.isEmpty()).isTrue();
	}

}
