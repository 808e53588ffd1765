package io.github.socketiospring.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.socketio.Packet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * An event for 1,000 sockets; figures are per socket.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BroadcastBenchmark {

	private static final int SOCKETS = 1000;

	private final ServerFixture fixture = new ServerFixture();

	private final Packet packet = new Packet.Event("/", Packet.NO_ID, "said", List.of(Say.EXAMPLE));

	private SinkConnection connection;

	@Setup
	public void connect() {
		for (int i = 0; i < SOCKETS; i++) {
			this.connection = this.fixture.connect();
		}
		this.fixture.server().sockets().forEach((socket) -> socket.join("room"));
	}

	/** What it would cost to encode the event for each socket. */
	@Benchmark
	@OperationsPerInvocation(SOCKETS)
	public int floorEncodeEach() {
		int length = 0;
		for (int i = 0; i < SOCKETS; i++) {
			EngineMessage[] messages = this.fixture.encode(this.packet);
			length += messages[0].frameLength();
		}
		return length;
	}

	/** To all sockets, into their queues and out of them. */
	@Benchmark
	@OperationsPerInvocation(SOCKETS)
	public long all() {
		this.fixture.server().emit("said", Say.EXAMPLE);
		return this.connection.written();
	}

	/** To the members of a room. */
	@Benchmark
	@OperationsPerInvocation(SOCKETS)
	public long room() {
		this.fixture.server().to("room").emit("said", Say.EXAMPLE);
		return this.connection.written();
	}

}
