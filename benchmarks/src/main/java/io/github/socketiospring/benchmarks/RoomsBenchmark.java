package io.github.socketiospring.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.AdapterSocket;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.codec.socketio.Packet;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Mono;

/**
 * Finding the members of a room, and joining and leaving one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RoomsBenchmark {

	private static final Selection ROOM = new Selection(Set.of("room0"), Set.of());

	/** How many sockets are in each room. */
	@Param({ "1", "100", "10000" })
	private int members;

	/** How many rooms each socket is in. */
	@Param({ "1", "10" })
	private int rooms;

	private final FakeNamespace namespace = new FakeNamespace(new HashMap<>());

	private final InMemoryAdapter adapter = new InMemoryAdapter(this.namespace);

	private final FakeSocket visitor = new FakeSocket("visitor");

	private int visited;

	@Setup
	public void join() {
		for (int i = 0; i < this.members; i++) {
			FakeSocket socket = new FakeSocket("socket" + i);
			this.namespace.sockets().put(socket.id(), socket);
			for (int room = 0; room < this.rooms; room++) {
				this.adapter.join(socket, "room" + room);
			}
		}
	}

	/** Visits all members of a room. */
	@Benchmark
	public int select() {
		this.adapter.forEach(ROOM, (socket) -> this.visited++);
		return this.visited;
	}

	/** One more socket joins all rooms and leaves them. */
	@Benchmark
	public Set<String> joinAndLeave() {
		for (int room = 0; room < this.rooms; room++) {
			this.adapter.join(this.visitor, "room" + room);
		}
		Set<String> joined = this.adapter.rooms(this.visitor);
		this.adapter.leaveAll(this.visitor);
		return joined;
	}

	/**
	 * A socket of no connection.
	 */
	private static final class FakeSocket implements AdapterSocket {

		private final String id;

		FakeSocket(String id) {
			this.id = id;
		}

		@Override
		public String id() {
			return this.id;
		}

		@Override
		public void join(String... rooms) {
			throw new IllegalStateException("not used");
		}

		@Override
		public void leave(String... rooms) {
			throw new IllegalStateException("not used");
		}

		@Override
		public void disconnect(boolean closeConnection) {
			throw new IllegalStateException("not used");
		}

	}

	/**
	 * A namespace that only knows its sockets.
	 *
	 * @param sockets the sockets by id
	 */
	private record FakeNamespace(Map<String, AdapterSocket> sockets) implements AdapterNamespace {

		@Override
		public String name() {
			return "/";
		}

		@Override
		public Collection<? extends AdapterSocket> localSockets() {
			return new ArrayList<>(this.sockets.values());
		}

		@Override
		public @Nullable AdapterSocket socket(String id) {
			return this.sockets.get(id);
		}

		@Override
		public void deliver(Packet.Event event, boolean isVolatile, Consumer<Consumer<AdapterSocket>> receivers) {
			throw new IllegalStateException("not used");
		}

		@Override
		public Mono<List<Arguments>> deliverWithAck(Packet.Event event, Duration timeout,
				Consumer<Consumer<AdapterSocket>> receivers) {
			throw new IllegalStateException("not used");
		}

	}

}
