package io.github.socketiospring.transport.flash;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import com.sun.management.UnixOperatingSystemMXBean;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Many connections to {@link FlashPolicyServer}, one after the other and at once: all are
 * served, and they leave no connection, no file descriptor and, which
 * {@link io.github.socketiospring.testkit.LeakDetection} sees to, no buffer behind.
 */
@Timeout(60)
class FlashPolicyServerLoadTests {

	private static final int SUCCESSIVE = 10_000;

	private static final int SIMULTANEOUS = 2000;

	/** For what else the tests have open or load meanwhile. */
	private static final int SPARE_DESCRIPTORS = 500;

	/** None that would end a connection. */
	private static final Duration READ_TIMEOUT = Duration.ofMinutes(5);

	private static final FlashPolicy POLICY = FlashPolicy.of(List.of("*"), List.of("*"));

	private static final String ANSWER = POLICY + "\0";

	private final ConcurrentLinkedQueue<FlashPolicyOutcome> outcomes = new ConcurrentLinkedQueue<>();

	private UnixOperatingSystemMXBean system;

	@BeforeEach
	void needsToCountDescriptors() {
		assumeTrue(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean,
				"file descriptors cannot be counted on this system");
		this.system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
	}

	@Test
	void successiveConnectionsLeaveNothingBehind() {
		leavesNothingBehind((server) -> {
			for (int i = 0; i < SUCCESSIVE; i++) {
				assertThat(PolicyClient.ask(server.port())).isEqualTo(ANSWER);
			}
		});
		assertThat(counts()).isEqualTo(Map.of(FlashPolicyOutcome.SERVED, SUCCESSIVE));
	}

	@Test
	void simultaneousConnectionsLeaveNothingBehind() {
		long needed = this.system.getOpenFileDescriptorCount() + 2 * SIMULTANEOUS + SPARE_DESCRIPTORS;
		assumeTrue(this.system.getMaxFileDescriptorCount() >= needed,
				() -> "the limit of " + this.system.getMaxFileDescriptorCount()
						+ " open files is too low for this test, which needs ulimit -n " + needed);
		leavesNothingBehind((server) -> {
			List<PolicyClient> clients = new ArrayList<>();
			try {
				for (int i = 0; i < SIMULTANEOUS; i++) {
					clients.add(new PolicyClient(server.port()));
				}
				await().until(() -> server.connections() == SIMULTANEOUS);
				assertThat(this.system.getOpenFileDescriptorCount()).isGreaterThan(2 * SIMULTANEOUS);
				try (PolicyClient oneTooMany = new PolicyClient(server.port())) {
					assertThat(oneTooMany.readAll()).isEmpty();
				}
				clients.forEach((client) -> client.send(PolicyClient.REQUEST.substring(0, 10)));
				clients.forEach((client) -> client.send(PolicyClient.REQUEST.substring(10)));
				assertThat(clients).extracting(PolicyClient::readAll).containsOnly(ANSWER);
				// The server waits for the clients to close, so all are still open.
				assertThat(server.connections()).isEqualTo(SIMULTANEOUS);
			}
			finally {
				clients.forEach(PolicyClient::close);
			}
		});
		assertThat(counts())
			.isEqualTo(Map.of(FlashPolicyOutcome.SERVED, SIMULTANEOUS, FlashPolicyOutcome.OVERLOADED, 1));
	}

	/**
	 * Counts descriptors twice: with a server that runs, and with one that has stopped.
	 */
	private void leavesNothingBehind(Consumer<FlashPolicyServer> load) {
		FlashPolicyServer server = new FlashPolicyServer(new FlashPolicyServerOptions(InetAddress.getLoopbackAddress(),
				0, READ_TIMEOUT, 128, SIMULTANEOUS, SIMULTANEOUS, null), POLICY, this.outcomes::add);
		try {
			// Classes and libraries are loaded by now.
			server.start();
			askAndAwaitClose(server);
			server.stop();
			long stopped = this.system.getOpenFileDescriptorCount();
			server.start();
			askAndAwaitClose(server);
			long running = this.system.getOpenFileDescriptorCount();
			this.outcomes.clear();

			load.accept(server);

			await().until(() -> server.connections() == 0);
			await().until(() -> this.system.getOpenFileDescriptorCount() <= running);
			server.stop();
			await().until(() -> this.system.getOpenFileDescriptorCount() <= stopped);
		}
		finally {
			server.stop();
		}
	}

	private void askAndAwaitClose(FlashPolicyServer server) {
		assertThat(PolicyClient.ask(server.port())).isEqualTo(ANSWER);
		await().until(() -> server.connections() == 0);
	}

	private Map<FlashPolicyOutcome, Integer> counts() {
		return this.outcomes.stream()
			.collect(Collectors.toMap((outcome) -> outcome, (outcome) -> 1, Integer::sum,
					() -> new EnumMap<>(FlashPolicyOutcome.class)));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20));
	}

}
