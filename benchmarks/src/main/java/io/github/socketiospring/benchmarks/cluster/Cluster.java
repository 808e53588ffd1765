package io.github.socketiospring.benchmarks.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import io.github.socketiospring.benchmarks.process.Cores;
import io.github.socketiospring.benchmarks.process.CpuTime;
import io.github.socketiospring.benchmarks.process.ServerProcess;

/**
 * Servers, each a process of its own, and the Redis server through which they reach each
 * other.
 */
final class Cluster implements AutoCloseable {

	private static final Duration STEP = Duration.ofMillis(50);

	private static final int MAX_STEPS = 60;

	private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

	/** What all servers together may use in a step if they have nothing to do. */
	private static final double IDLE_SECONDS = 0.01;

	/** More would keep each other from starting in time. */
	private static final int STARTING = 2;

	private final RedisProcess redis;

	private final List<ServerProcess> servers;

	private Cluster(RedisProcess redis, List<ServerProcess> servers) {
		this.redis = redis;
		this.servers = new ArrayList<>(servers);
	}

	/**
	 * Starts a cluster.
	 * @param redis the program of Redis
	 * @param commands knows how to start a server, from the port of Redis
	 * @param size how many servers there are
	 * @throws IOException if one of them does not start
	 */
	static Cluster start(String redis, CommandFactory commands, int size) throws IOException, InterruptedException {
		RedisProcess started = RedisProcess.start(redis);
		List<ServerProcess> servers = new ArrayList<>();
		ExecutorService threads = Executors.newFixedThreadPool(STARTING);
		try {
			List<String> command = commands.command(started.port());
			List<CompletableFuture<ServerProcess>> starting = IntStream.range(0, size)
				.mapToObj((i) -> CompletableFuture.supplyAsync(() -> start(command), threads))
				.toList();
			CompletionException failure = null;
			for (CompletableFuture<ServerProcess> each : starting) {
				try {
					servers.add(each.join());
				}
				catch (CompletionException ex) {
					failure = ex;
				}
			}
			if (failure != null) {
				throw new IOException("A server does not start", failure.getCause());
			}
			return new Cluster(started, servers);
		}
		catch (IOException ex) {
			new Cluster(started, servers).close();
			throw ex;
		}
		finally {
			threads.shutdown();
		}
	}

	private static ServerProcess start(List<String> command) {
		try {
			return ServerProcess.start(command);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Makes the command that starts a server.
	 */
	@FunctionalInterface
	interface CommandFactory {

		List<String> command(int redisPort) throws IOException;

	}

	/**
	 * Puts the servers on one core, and Redis on the other.
	 */
	void pin(Cores cores) throws IOException {
		cores.pinToLoad(this.redis.pid());
		for (ServerProcess server : this.servers) {
			cores.pinToServers(server.pid());
		}
	}

	List<Integer> ports() {
		return this.servers.stream().map(ServerProcess::port).toList();
	}

	/**
	 * Stops the last servers, so that others are left.
	 */
	void shrinkTo(int size) throws IOException, InterruptedException {
		while (this.servers.size() > size) {
			this.servers.remove(this.servers.size() - 1).close();
		}
	}

	/**
	 * Returns what has been used so far.
	 */
	Usage usage() {
		return new Usage(this.servers.stream().map(ServerProcess::cpuTime).toList(), this.redis.figures());
	}

	/**
	 * Returns how many seconds compilers have used so far, those of all servers together.
	 */
	double compilerSeconds() {
		return this.servers.stream().mapToLong(ServerProcess::compilerNanos).sum() / NANOS_PER_SECOND;
	}

	/**
	 * Waits until no server has anything more to do, or never seems to.
	 */
	void awaitIdle() throws InterruptedException {
		List<CpuTime> before = cpu();
		for (int i = 0; i < MAX_STEPS; i++) {
			Thread.sleep(STEP.toMillis());
			List<CpuTime> now = cpu();
			if (Usage.seconds(now, before).stream().mapToDouble(Double::doubleValue).sum() <= IDLE_SECONDS) {
				return;
			}
			before = now;
		}
	}

	private List<CpuTime> cpu() {
		return this.servers.stream().map(ServerProcess::cpuTime).toList();
	}

	@Override
	public void close() throws IOException, InterruptedException {
		shrinkTo(0);
		this.redis.close();
	}

	/**
	 * What servers and Redis have used up to a moment.
	 *
	 * @param servers the CPU time of each server
	 * @param redis what Redis has done
	 */
	record Usage(List<CpuTime> servers, RedisFigures redis) {

		/**
		 * Returns the CPU seconds of each server since an earlier moment.
		 */
		List<Double> cpuSince(Usage before) {
			return seconds(this.servers, before.servers);
		}

		private static List<Double> seconds(List<CpuTime> now, List<CpuTime> before) {
			return IntStream.range(0, now.size()).mapToObj((i) -> now.get(i).secondsSince(before.get(i))).toList();
		}

	}

}
