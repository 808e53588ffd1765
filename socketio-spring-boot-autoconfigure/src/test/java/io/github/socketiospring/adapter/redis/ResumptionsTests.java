package io.github.socketiospring.adapter.redis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Entrance;
import io.github.socketiospring.adapter.MissedEvent;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.RecoveryLimits;
import io.github.socketiospring.adapter.ReturningSocket;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.cluster.wire.SessionFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * A socket that comes from a server that was ahead of the one that it comes to.
 */
class ResumptionsTests {

	private static final String RECEIVED = "5-0";

	private final StreamsChannel channel = mock(StreamsChannel.class);

	private final SessionStore sessions = mock(SessionStore.class);

	private final Resumptions resumptions = new Resumptions(new Object(), this.channel, this.sessions,
			new RecoveryLimits(Duration.ofMinutes(2), Duration.ZERO, 10, 10, 10_000, 10), InstantSource.system());

	private final SavedSession session = new SavedSession("secret", "id", null, "1-0", Map.of("id", ""), null,
			Duration.ZERO, Payload.of(new byte[] { '[', ']' }, List.of()));

	private final List<String> entered = new ArrayList<>();

	private final Sinks.Empty<Void> done = Sinks.empty();

	/** The newest entry that this server has done. */
	private String newest = "3-0";

	@BeforeEach
	void comesBack() {
		given(this.sessions.find("secret"))
			.willReturn(Mono.just(new SessionFormat.Stored(this.session, "2-0", Long.MAX_VALUE)));
		given(this.sessions.remove("secret")).willReturn(Mono.just(true));
		given(this.channel.range(anyString(), anyString(), anyInt()))
			.willReturn(Mono.just(List.of(new StreamEntry(RECEIVED, Map.of()))));
		assertThat(this.resumptions.restore(new ReturningSocket("secret", RECEIVED, null)).block())
			.isEqualTo(this.session);
	}

	private Mono<Boolean> resume() {
		return this.resumptions.resume(this.session, RECEIVED, new Entrance() {

			@Override
			public Map<String, String> settle(Set<String> left, Map<String, String> joined) {
				return ResumptionsTests.this.session.rooms();
			}

			@Override
			public boolean enter(List<MissedEvent> missed) {
				missed.forEach((event) -> ResumptionsTests.this.entered.add(event.event()));
				ResumptionsTests.this.entered.add("entered");
				return true;
			}

		}, () -> this.newest, (id) -> {
			assertThat(id).isEqualTo(RECEIVED);
			return this.done.asMono();
		});
	}

	private void does(String id, String event) {
		this.resumptions.tell(id, new Command.Broadcast(Selection.ALL, event,
				Payload.of(new byte[] { '[', ']' }, List.of()), false, false));
		this.newest = id;
	}

	@Test
	void itEntersWhenTheServerHasDoneWhatItHasReceived() {
		StepVerifier.create(resume()).then(() -> {
			does("4-0", "received");
			does(RECEIVED, "received, too");
			assertThat(this.entered).isEmpty();
			this.done.tryEmitEmpty().orThrow();
		}).expectNext(true).verifyComplete();
		assertThat(this.entered).containsExactly("entered");
		assertThat(this.resumptions.isEmpty()).isTrue();
	}

	@Test
	void itStartsAnewIfTheServerStaysBehind() {
		StepVerifier.withVirtualTime(this::resume)
			.expectSubscription()
			.thenAwait(Duration.ofSeconds(5))
			.expectNext(false)
			.verifyComplete();
		assertThat(this.entered).isEmpty();
		assertThat(this.resumptions.isEmpty()).isTrue();
	}

}
