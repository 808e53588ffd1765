package io.github.socketiospring.admin;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.engine.TimerWheel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoginAttempts}.
 */
class LoginAttemptsTests {

	private final AtomicLong time = new AtomicLong(5);

	private final LoginAttempts attempts = new LoginAttempts(this.time::get);

	private void exhaust(String address) {
		for (int i = 0; i < LoginAttempts.CAPACITY; i++) {
			assertThat(this.attempts.begin(address)).isEqualTo(LoginAttempts.Outcome.ALLOWED);
		}
	}

	@Test
	void anAddressHasSomeAndThenFew() {
		exhaust("a");
		assertThat(this.attempts.begin("a")).isEqualTo(LoginAttempts.Outcome.REFUSED);
		assertThat(this.attempts.begin("a")).isEqualTo(LoginAttempts.Outcome.STILL_REFUSED);
		assertThat(this.attempts.begin("b")).isEqualTo(LoginAttempts.Outcome.ALLOWED);
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(LoginAttempts.REFILL_SECONDS) - TimerWheel.COARSENESS - 1);
		assertThat(this.attempts.begin("a")).isEqualTo(LoginAttempts.Outcome.STILL_REFUSED);
		this.time.incrementAndGet();
		assertThat(this.attempts.begin("a")).isEqualTo(LoginAttempts.Outcome.ALLOWED);
		assertThat(this.attempts.begin("a")).isEqualTo(LoginAttempts.Outcome.STILL_REFUSED);
		this.time.addAndGet(TimeUnit.DAYS.toNanos(1));
		exhaust("a");
		assertThat(this.attempts.begin("a")).isEqualTo(LoginAttempts.Outcome.REFUSED);
	}

	@Test
	void anAttackThatLastsIsTheSameOneUntilTheAddressHasBeenQuiet() {
		exhaust("a");
		assertThat(this.attempts.begin("a")).isEqualTo(LoginAttempts.Outcome.REFUSED);
		for (int i = 0; i < 100; i++) {
			this.time.addAndGet(TimeUnit.SECONDS.toNanos(LoginAttempts.REFILL_SECONDS));
			assertThat(this.attempts.begin("a")).isEqualTo(LoginAttempts.Outcome.ALLOWED);
			assertThat(this.attempts.begin("a")).isEqualTo(LoginAttempts.Outcome.STILL_REFUSED);
		}
		this.time.addAndGet(TimeUnit.SECONDS.toNanos((long) LoginAttempts.CAPACITY * LoginAttempts.REFILL_SECONDS));
		exhaust("a");
		assertThat(this.attempts.begin("a")).isEqualTo(LoginAttempts.Outcome.REFUSED);
	}

	@Test
	void whoSucceedsMayComeAsOftenAsItLikes() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.attempts.begin("a")).isEqualTo(LoginAttempts.Outcome.ALLOWED);
			this.attempts.takeBack("a");
		}
		exhaust("a");
		assertThat(this.attempts.begin("a")).isEqualTo(LoginAttempts.Outcome.REFUSED);
	}

	@Test
	void remembersOnlyTheLastAddresses() {
		exhaust("first");
		exhaust("last");
		for (int i = 0; i < LoginAttempts.MAX_ADDRESSES - 1; i++) {
			this.attempts.begin("other " + i);
			this.attempts.begin("last");
		}
		assertThat(this.attempts.begin("last")).isEqualTo(LoginAttempts.Outcome.STILL_REFUSED);
		assertThat(this.attempts.begin("first")).isEqualTo(LoginAttempts.Outcome.ALLOWED);
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.1", "2001:db8:1:2:3:4:5:6, 20:01:0d:b8:00:01:00:02/64",
			"2001:db8:1:2::9, 20:01:0d:b8:00:01:00:02/64", "nobody.invalid, nobody.invalid", "no:address, no:address" })
	void aNetworkOfIpv6IsOne(String host, String key) {
		assertThat(LoginAttempts.key(InetSocketAddress.createUnresolved(host, 1))).isEqualTo(key);
		assertThat(LoginAttempts.key(null)).isEmpty();
	}

}
