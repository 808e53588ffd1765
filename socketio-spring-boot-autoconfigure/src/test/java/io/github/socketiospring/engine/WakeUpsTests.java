package io.github.socketiospring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.socketiospring.testkit.VirtualClock;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;

/**
 * Tests for {@link WakeUps}.
 */
class WakeUpsTests {

	private final VirtualClock clock = new VirtualClock();

	private final TimerWheel timers = new TimerWheel(this.clock);

	private final List<String> drained = new ArrayList<>();

	private final WakeUps wakeUps = new WakeUps(this.timers);

	private TransportConnection connection(String name) {
		TransportConnection connection = Mockito.mock(TransportConnection.class);
		Executor executor = Runnable::run;
		given(connection.executor()).willReturn(executor);
		willAnswer((call) -> this.drained.add(name)).given(connection).drain();
		return connection;
	}

	@Test
	void nothingIsPutOffUnlessAThreadHasBegun() {
		assertThat(WakeUps.putOff(connection("a"))).isFalse();
		this.wakeUps.begin();
		this.wakeUps.end();
		assertThat(WakeUps.putOff(connection("a"))).isFalse();
		assertThat(this.drained).isEmpty();
	}

	@Test
	void theEndWakesUpInOrder() {
		this.wakeUps.begin();
		assertThat(WakeUps.putOff(connection("a"))).isTrue();
		assertThat(WakeUps.putOff(connection("b"))).isTrue();
		assertThat(this.drained).isEmpty();
		this.wakeUps.end();
		assertThat(this.drained).containsExactly("a", "b");
		assertThat(this.timers.isEmpty()).isTrue();
	}

	@Test
	void aThreadThatIsHeldUpIsNotWaitedFor() {
		this.wakeUps.begin();
		assertThat(WakeUps.putOff(connection("a"))).isTrue();
		this.clock.advance(Duration.ofMillis(20));
		this.timers.advance();
		assertThat(this.drained).containsExactly("a");
		assertThat(WakeUps.putOff(connection("b"))).isFalse();
		this.wakeUps.end();
		assertThat(this.drained).containsExactly("a");
	}

	@Test
	void aConnectionWhoseLoopHasEndedHoldsUpNoOther() {
		TransportConnection ended = Mockito.mock(TransportConnection.class);
		Executor rejecting = (task) -> {
			throw new RejectedExecutionException("test");
		};
		given(ended.executor()).willReturn(rejecting);
		this.wakeUps.begin();
		assertThat(WakeUps.putOff(ended)).isTrue();
		assertThat(WakeUps.putOff(connection("a"))).isTrue();
		this.wakeUps.end();
		assertThat(this.drained).containsExactly("a");
	}

}
