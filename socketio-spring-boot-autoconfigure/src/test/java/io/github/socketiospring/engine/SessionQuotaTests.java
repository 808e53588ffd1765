package io.github.socketiospring.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link SessionQuota} and {@link ClientAddress}.
 */
class SessionQuotaTests {

	private static final InetSocketAddress ADDRESS = InetSocketAddress.createUnresolved("192.0.2.1", 1);

	private final List<String> limited = Collections.synchronizedList(new ArrayList<>());

	private SessionQuota quota(int max, int maxPerAddress) {
		EngineOptions defaults = EngineOptions.DEFAULTS;
		return new SessionQuota(
				new EngineOptions(defaults.transports(), true, defaults.pingInterval(), defaults.pingTimeout(),
						defaults.upgradeTimeout(), defaults.closeTimeout(), 1000, 10, 10, 100_000, max, maxPerAddress),
				new EngineWatcher() {
					@Override
					public void limited(String limit) {
						SessionQuotaTests.this.limited.add(limit);
					}
				});
	}

	@Test
	void limitsAllSessionsTogether() {
		SessionQuota quota = quota(2, 0);
		quota.occupy(ADDRESS);
		quota.occupy(null);
		assertThatExceptionOfType(ServerBusyException.class).isThrownBy(() -> quota.occupy(ADDRESS))
			.withMessage("Too many connections");
		assertThat(this.limited).containsExactly("max-sessions");
		quota.release(null);
		assertThatNoException().isThrownBy(() -> quota.occupy(ADDRESS));
	}

	@Test
	void anAddressThatIsRefusedTakesNoPlace() {
		SessionQuota quota = quota(2, 1);
		quota.occupy(ADDRESS);
		assertThatExceptionOfType(ServerBusyException.class).isThrownBy(() -> quota.occupy(ADDRESS))
			.withMessage("Too many connections from this address");
		assertThat(this.limited).containsExactly("max-sessions-per-address");
		assertThatNoException().isThrownBy(() -> quota.occupy(InetSocketAddress.createUnresolved("192.0.2.2", 1)));
	}

	@Test
	void noMoreThanAllowedAtTheSameTime() throws Exception {
		SessionQuota quota = quota(10, 0);
		AtomicInteger present = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			CountDownLatch begin = new CountDownLatch(1);
			List<Future<?>> runs = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				runs.add(threads.submit(() -> {
					begin.await();
					for (int i = 0; i < 20_000; i++) {
						hold(quota, present, most, i % 8);
					}
					return null;
				}));
			}
			begin.countDown();
			for (Future<?> run : runs) {
				run.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(most.get()).isPositive().isLessThanOrEqualTo(10);
		for (int i = 0; i < 10; i++) {
			quota.occupy(null);
		}
		assertThatExceptionOfType(ServerBusyException.class).isThrownBy(() -> quota.occupy(null));
	}

	private static void hold(SessionQuota quota, AtomicInteger present, AtomicInteger most, int count) {
		int held = 0;
		for (int i = 0; i < count; i++) {
			try {
				quota.occupy(null);
				most.accumulateAndGet(present.incrementAndGet(), Math::max);
				held++;
			}
			catch (ServerBusyException ex) {
				// What is to be.
			}
		}
		for (int i = 0; i < held; i++) {
			present.decrementAndGet();
			quota.release(null);
		}
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.7, 192.0.2.7", "2001:db8:1:2:3:4:5:6, 20:01:0d:b8:00:01:00:02/64",
			"2001:db8:1:2::9, 20:01:0d:b8:00:01:00:02/64", "[2001:db8:1:2::9], 20:01:0d:b8:00:01:00:02/64",
			"fe80::1%eth0, fe:80:00:00:00:00:00:00/64", "::ffff:192.0.2.7, 192.0.2.7", "unknown, unknown",
			"a:bad:one, a:bad:one", "host.example:80, host.example:80" })
	void addressesOfOneNetworkCountAsOne(String text, String expected) {
		assertThat(ClientAddress.of(InetSocketAddress.createUnresolved(text, 1))).isEqualTo(expected);
	}

	@Test
	void resolvedAddressesCountAsTheirTexts() throws UnknownHostException {
		for (String text : List.of("192.0.2.7", "2001:db8:1:2::9")) {
			assertThat(ClientAddress.of(new InetSocketAddress(InetAddress.getByName(text), 1)))
				.isEqualTo(ClientAddress.of(InetSocketAddress.createUnresolved(text, 1)));
		}
	}

}
