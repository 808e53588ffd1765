package io.github.socketiospring.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.engine.EngineSession;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * A look at all sessions, once for many meters.
 */
class CensusTests {

	private final AtomicLong now = new AtomicLong(-5);

	private final List<EngineSession> sessions = new ArrayList<>();

	private final List<String> visits = new ArrayList<>();

	private final Census census = new Census(() -> this.sessions, this.now::get, new Census.Visitor() {
		@Override
		public void visit(EngineSession session) {
			CensusTests.this.visits.add(session.transport());
		}

		@Override
		public void end() {
			CensusTests.this.visits.add("end");
		}
	});

	private void open(String transport, long waiting, boolean writable) {
		EngineSession session = mock();
		given(session.transport()).willReturn(transport);
		given(session.waitingBytes()).willReturn(waiting);
		given(session.isWritable()).willReturn(writable);
		this.sessions.add(session);
	}

	@Test
	void addsUpWhatThereIs() {
		open("polling", 10, true);
		open("xhr-polling", 30, false);
		open("websocket", 20, true);
		Census.Totals totals = this.census.take();
		assertThat(totals.waiting()).isEqualTo(60);
		assertThat(totals.largest()).isEqualTo(30);
		assertThat(totals.polls()).isEqualTo(1);
		assertThat(this.visits).containsExactly("polling", "xhr-polling", "websocket", "end");
	}

	@Test
	void isTakenOnceInASecond() {
		this.census.take();
		open("websocket", 20, true);
		this.now.addAndGet(Duration.ofMillis(999).toNanos());
		assertThat(this.census.take().waiting()).isZero();
		this.now.addAndGet(Duration.ofMillis(1).toNanos());
		assertThat(this.census.take().waiting()).isEqualTo(20);
		assertThat(this.visits).containsExactly("end", "websocket", "end");
	}

}
