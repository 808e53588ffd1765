package io.github.socketiospring.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemoryAdminSessions}.
 */
class MemoryAdminSessionsTests {

	private final AtomicReference<Instant> time = new AtomicReference<>(Instant.EPOCH);

	private final MemoryAdminSessions sessions = new MemoryAdminSessions(this.time::get);

	private boolean exists(String id) {
		return Boolean.TRUE.equals(this.sessions.exists(id).block());
	}

	@Test
	void aSessionLastsForADay() {
		this.sessions.save("a").block();
		assertThat(exists("a")).isTrue();
		assertThat(exists("b")).isFalse();
		this.time.set(Instant.EPOCH.plus(Duration.ofDays(1)).minusMillis(1));
		assertThat(exists("a")).isTrue();
		this.time.set(Instant.EPOCH.plus(Duration.ofDays(1)));
		assertThat(exists("a")).isFalse();
	}

	@Test
	void theOldestIsForgottenWhenThereAreTooMany() {
		for (int i = 0; i <= MemoryAdminSessions.MAX_SESSIONS; i++) {
			this.sessions.save("s" + i).block();
		}
		assertThat(exists("s0")).isFalse();
		assertThat(exists("s1")).isTrue();
		assertThat(exists("s" + MemoryAdminSessions.MAX_SESSIONS)).isTrue();
	}

}
