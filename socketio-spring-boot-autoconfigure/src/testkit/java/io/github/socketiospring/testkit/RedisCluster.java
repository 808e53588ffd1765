package io.github.socketiospring.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;

/**
 * A Redis Cluster of three masters without replicas, on free loopback ports.
 */
public final class RedisCluster implements AutoCloseable {

	private static final int NODES = 3;

	private static final int SLOTS = 16_384;

	private final List<RedisServer> nodes = new ArrayList<>();

	private RedisCluster() {
	}

	/**
	 * Starts a cluster and waits until all its nodes say that it works.
	 * @param options of the program, for each node
	 */
	public static RedisCluster start(String... options) {
		RedisCluster cluster = new RedisCluster();
		try {
			for (int i = 0; i < NODES; i++) {
				cluster.nodes.add(startNode(options));
			}
			cluster.join();
			return cluster;
		}
		catch (RuntimeException | Error ex) {
			cluster.close();
			throw ex;
		}
	}

	private static RedisServer startNode(String... options) {
		List<String> all = new ArrayList<>(List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "2000",
				"--cluster-announce-ip", "127.0.0.1", "--cluster-port", String.valueOf(freePort())));
		all.addAll(List.of(options));
		return RedisServer.start(all.toArray(String[]::new));
	}

	private static int freePort() {
		try {
			return Ports.free();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void join() {
		RedisServer first = this.nodes.get(0);
		for (int i = 0; i < NODES; i++) {
			RedisServer node = this.nodes.get(i);
			node.call("CLUSTER", "SET-CONFIG-EPOCH", i + 1);
			node.call("CLUSTER", "ADDSLOTSRANGE", i * SLOTS / NODES, (i + 1) * SLOTS / NODES - 1);
			if (node != first) {
				node.call("CLUSTER", "MEET", "127.0.0.1", first.port(), busPort(first));
			}
		}
		awaitState("ok");
	}

	private static String busPort(RedisServer node) {
		List<?> setting = (List<?>) Objects.requireNonNull(node.call("CONFIG", "GET", "cluster-port"));
		return new String((byte[]) setting.get(1), StandardCharsets.US_ASCII);
	}

	/**
	 * Waits until all nodes that run say the same of the cluster.
	 * @param state {@code "ok"} or {@code "fail"}
	 */
	public void awaitState(String state) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20))
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.nodes.stream().filter(RedisServer::isRunning).allMatch((node) -> {
				String info = node.text("CLUSTER", "INFO");
				return info.contains("cluster_state:" + state) && info.contains("cluster_known_nodes:" + NODES);
			}));
	}

	/** The nodes; the slots are split among them in order. */
	public List<RedisServer> nodes() {
		return List.copyOf(this.nodes);
	}

	/** What clients need to know: the property {@code spring.data.redis.cluster.nodes}. */
	public String addresses() {
		return this.nodes.stream().map((node) -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
	}

	@Override
	public void close() {
		this.nodes.forEach(RedisServer::close);
	}

}
