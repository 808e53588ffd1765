package io.github.socketiospring.benchmarks;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.Socket;
import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.socketio.DecoderLimits;
import io.github.socketiospring.codec.socketio.PacketDecoder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event on its way in: from the bytes of a frame to the call of its handler.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InboundBenchmark {

	private final ObjectReader reader = JsonMapper.shared().readerFor(Say.class);

	private final ServerFixture fixture = new ServerFixture();

	private final ArgumentBinding binding = this.fixture.json().binding(List.of(Say.class));

	private final Binder binder = new Binder(this.binding);

	private final PacketDecoder decoder = this.fixture.format().decoder(DecoderLimits.DEFAULTS, this.binder);

	private final @Nullable Object[] arguments = { null, Say.EXAMPLE };

	private SinkConnection connection;

	private Method method;

	@Setup
	public void connect() throws NoSuchMethodException {
		this.connection = this.fixture.connect();
		this.method = SayHandlers.class.getMethod("say", Socket.class, Say.class);
	}

	/** The floor of reading: Jackson alone. */
	@Benchmark
	public Say floorJackson() {
		return this.reader.readValue(Say.JSON);
	}

	/** The floor of calling: reflection alone. */
	@Benchmark
	public int floorInvoke() throws ReflectiveOperationException {
		this.method.invoke(this.fixture.handlers(), this.arguments);
		return this.fixture.handlers().handled();
	}

	/** Name and argument of an event, from its JSON. */
	@Benchmark
	public @Nullable Object[] bind() {
		try (ArgumentReader argumentReader = ArgumentReader.event(this.fixture.json(), Say.PACKET, 1,
				Say.PACKET.length - 1, List.of())) {
			return argumentReader.bind(this.binding);
		}
	}

	/** The same from a packet. */
	@Benchmark
	public @Nullable Object[] decode() {
		this.decoder.text(Say.PACKET, 0, Say.PACKET.length);
		return this.binder.last();
	}

	/** All: from a frame through session, client and socket to the handler. */
	@Benchmark
	public int handle() {
		this.connection.receive(Say.MESSAGE);
		return this.fixture.handlers().handled();
	}

	/** The same, and the value it returns into the queue and out of it as an ack. */
	@Benchmark
	public long handleAndAnswer() {
		this.connection.receive(Say.MESSAGE_WITH_ACK);
		return this.connection.written();
	}

}
