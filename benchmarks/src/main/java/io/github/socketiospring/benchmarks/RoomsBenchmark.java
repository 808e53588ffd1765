package io.github.socketiospring.benchmarks;

import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.Socket;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Finding the members of a room, and joining and leaving one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RoomsBenchmark {

	/** How many sockets are in each room. */
	@Param({ "1", "100", "10000" })
	private int members;

	/** How many rooms each socket is in. */
	@Param({ "1", "10" })
	private int rooms;

	private final ServerFixture fixture = new ServerFixture();

	private final BroadcastOperator room = this.fixture.server().to("room0");

	private final Socket visitor = connect();

	private Socket connect() {
		this.fixture.connect();
		return this.fixture.server().sockets().iterator().next();
	}

	@Setup
	public void join() {
		for (int i = 0; i < this.members; i++) {
			this.fixture.connect();
		}
		for (Socket socket : this.fixture.server().except(this.visitor.id()).sockets()) {
			for (int i = 0; i < this.rooms; i++) {
				socket.join("room" + i);
			}
		}
	}

	/** Looks all members of a room up. */
	@Benchmark
	public int select() {
		return this.room.sockets().size();
	}

	/** One more socket joins all rooms and leaves them. */
	@Benchmark
	public Set<String> joinAndLeave() {
		for (int i = 0; i < this.rooms; i++) {
			this.visitor.join("room" + i);
		}
		Set<String> joined = this.visitor.rooms();
		for (int i = 0; i < this.rooms; i++) {
			this.visitor.leave("room" + i);
		}
		return joined;
	}

}
