package io.github.socketiospring.benchmarks.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.benchmarks.load.IdleClients;
import io.github.socketiospring.benchmarks.load.Load;
import io.github.socketiospring.benchmarks.load.LoadCount;
import io.github.socketiospring.benchmarks.load.LoadLoop;
import io.github.socketiospring.benchmarks.process.ServerProcess;
import org.jspecify.annotations.Nullable;

/**
 * Puts a server under load and looks at what it costs.
 */
final class Measurement {

	/** From the start of a load until it is measured. */
	private static final Duration RAMP = Duration.ofMillis(200);

	private static final Duration STEP = Duration.ofMillis(50);

	/** Of the connections whose memory is measured, these come before the measurement. */
	private static final int SHARE_BEFORE = 10;

	/** How much longer than its CPU time a warm-up may take. */
	private static final int PATIENCE = 3;

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	private final LoadLoop loop;

	private final int many;

	Measurement(LoadLoop loop, int many) {
		this.loop = loop;
		this.many = many;
	}

	/**
	 * Keeps a server busy until it has used some CPU time.
	 */
	void warmUp(ServerProcess server, Case measured, Duration cpu) throws InterruptedException {
		if (cpu.isZero()) {
			return;
		}
		try (Load load = measured.load(this.loop, server.port(), this.many)) {
			load.open();
			Duration end = server.cpu().plus(cpu);
			long start = System.nanoTime();
			load.start();
			do {
				Thread.sleep(STEP.toMillis());
			}
			while (server.cpu().compareTo(end) < 0 && System.nanoTime() - start < PATIENCE * cpu.toNanos());
			load.stop();
		}
		server.awaitIdle();
	}

	/**
	 * Measures a server once.
	 */
	Round measure(ServerProcess server, Case measured, Duration duration) throws InterruptedException {
		Round round;
		try (Load load = measured.load(this.loop, server.port(), this.many)) {
			load.open();
			server.awaitIdle();
			load.start();
			Thread.sleep(RAMP.toMillis());
			load.reset();
			Duration cpuBefore = server.cpu();
			Duration ownBefore = ownCpu();
			long start = System.nanoTime();
			Thread.sleep(duration.toMillis());
			LoadCount count = load.count();
			double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
			double cpu = server.cpu().minus(cpuBefore).toNanos() / NANOS_PER_SECOND;
			double own = ownCpu().minus(ownBefore).toNanos() / NANOS_PER_SECOND;
			round = new Round(count.operations(), seconds, cpu, own, count.p50(), count.p99(), count.p999());
			load.stop();
		}
		server.awaitIdle();
		return round;
	}

	/**
	 * Measures the memory of idle connections: what they add to a server that has some
	 * already.
	 * @param jcmd the JDK's {@code jcmd}, {@code null} if the server is no JVM
	 */
	Memory memory(ServerProcess server, @Nullable Path jcmd) throws IOException, InterruptedException {
		try (IdleClients clients = new IdleClients(this.loop, server.port())) {
			int before = this.many / SHARE_BEFORE;
			clients.hold(before);
			server.awaitIdle();
			long heapBefore = (jcmd != null) ? server.liveHeapBytes(jcmd) : 0;
			long residentBefore = server.residentBytes();
			clients.hold(this.many);
			server.awaitIdle();
			long heap = (jcmd != null) ? server.liveHeapBytes(jcmd) : 0;
			double added = this.many - before;
			Double heapBytes = (jcmd != null) ? (heap - heapBefore) / added : null;
			return new Memory(this.many, heapBytes, (server.residentBytes() - residentBefore) / added);
		}
	}

	private static Duration ownCpu() {
		return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
	}

}
