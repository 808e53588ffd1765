package io.github.socketiospring.engine;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.codec.engineio.EngineMessage;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A message into a session's queue and out of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueueBenchmark {

	private final ArrayDeque<EngineMessage> deque = new ArrayDeque<>();

	private final OutboundQueue queue = new OutboundQueue(1_000_000, false, null);

	private final EngineMessage message = EngineMessage.text("42[\"said\"]");

	/** The floor: a queue for one thread, without bounds. */
	@Benchmark
	public @Nullable EngineMessage floorDeque() {
		this.deque.add(this.message);
		return this.deque.poll();
	}

	/** The queue of a session. */
	@Benchmark
	public @Nullable EngineMessage offerAndPoll() {
		this.queue.offer(this.message);
		return this.queue.poll();
	}

}
