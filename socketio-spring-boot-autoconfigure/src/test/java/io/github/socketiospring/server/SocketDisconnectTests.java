package io.github.socketiospring.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.socketiospring.Socket;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application puts clients out, from several threads at once.
 */
class SocketDisconnectTests {

	private static final int NAMESPACES = 300;

	private static final int THREADS = 3;

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.builder()
			.customizer((io) -> names().forEach(io::of))
			.properties("socketio.limits.max-namespaces-per-connection=" + (NAMESPACES + 1))
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static List<String> names() {
		return IntStream.range(0, NAMESPACES).mapToObj((i) -> "/" + i).toList();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theClientIsToldOnce(boolean closedMeanwhile) throws Exception {
		try (RawWebSocket client = RawWebSocket.joined(server)) {
			for (String name : names()) {
				client.text("40" + name + ",");
				assertThat(client.read().text()).startsWith("40" + name + ",");
			}
			List<Socket> sockets = names().stream()
				.map((name) -> server.io().of(name).sockets().iterator().next())
				.toList();
			Socket root = server.io().sockets().iterator().next();
			disconnect(sockets, (closedMeanwhile) ? root : null);
			root.disconnect(true);
			List<String> told = new ArrayList<>();
			RawWebSocket.Frame frame = client.read();
			while (frame.opcode() == RawWebSocket.TEXT) {
				told.add(frame.text());
				frame = client.read();
			}
			List<String> all = new ArrayList<>(names().stream().map((name) -> "41" + name + ",").toList());
			all.add("41");
			assertThat(told).doesNotHaveDuplicates().isSubsetOf(all);
			if (!closedMeanwhile) {
				// Else the connection may be closed before all is said.
				assertThat(told).hasSameSizeAs(all);
			}
		}
	}

	/**
	 * Each socket on all threads at once; perhaps all of them while the last are left.
	 */
	private static void disconnect(List<Socket> sockets, Socket root) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			CyclicBarrier barrier = new CyclicBarrier(THREADS);
			List<Future<?>> threads = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				boolean first = i == 0;
				threads.add(executor.submit(() -> {
					for (int j = 0; j < sockets.size(); j++) {
						barrier.await(20, TimeUnit.SECONDS);
						if (first && root != null && j == sockets.size() / 2) {
							root.disconnect(true);
						}
						sockets.get(j).disconnect(false);
					}
					return null;
				}));
			}
			for (Future<?> thread : threads) {
				thread.get(20, TimeUnit.SECONDS);
			}
		}
		finally {
			executor.shutdown();
		}
	}

}
