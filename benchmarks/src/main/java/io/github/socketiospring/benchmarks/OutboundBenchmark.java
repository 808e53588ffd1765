package io.github.socketiospring.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.Socket;
import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.socketio.Packet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * An event on its way out: from its arguments to the bytes of a frame.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OutboundBenchmark {

	private static final String KILOBYTE = "0123456789abcdef".repeat(64);

	private final ObjectWriter writer = JsonMapper.shared().writer();

	private final ServerFixture fixture = new ServerFixture();

	private final Packet text = event("hello, world");

	private final Packet say = event(Say.EXAMPLE);

	private final Packet kilobyte = event(KILOBYTE);

	private SinkConnection connection;

	private Socket socket;

	private long asked;

	private long answers;

	private static Packet event(Object argument) {
		return new Packet.Event("/", Packet.NO_ID, "said", List.of(argument));
	}

	@Setup
	public void connect() {
		this.connection = this.fixture.connect();
		this.socket = this.fixture.server().sockets().iterator().next();
	}

	/** The floor of writing a record: Jackson alone. */
	@Benchmark
	public byte[] floorJacksonRecord() {
		return this.writer.writeValueAsBytes(Say.EXAMPLE);
	}

	/** The floor of writing a long text: Jackson alone. */
	@Benchmark
	public byte[] floorJacksonKilobyte() {
		return this.writer.writeValueAsBytes(KILOBYTE);
	}

	/** A short text. */
	@Benchmark
	public EngineMessage[] encodeText() {
		return this.fixture.encode(this.text);
	}

	/** A record. */
	@Benchmark
	public EngineMessage[] encodeRecord() {
		return this.fixture.encode(this.say);
	}

	/** A text of 1,024 characters. */
	@Benchmark
	public EngineMessage[] encodeKilobyte() {
		return this.fixture.encode(this.kilobyte);
	}

	/** All: from the socket into the queue and out of it. */
	@Benchmark
	public long emit() {
		this.socket.emit("said", Say.EXAMPLE);
		return this.connection.written();
	}

	/** The same, and the client's answer. */
	@Benchmark
	public long emitWithAck() {
		long before = this.connection.written();
		this.socket.emitWithAck("ask", "hello, world").subscribe((answer) -> this.answers++);
		this.connection.receive(answer());
		return this.answers + before;
	}

	private byte[] answer() {
		return Say.bytes("43" + this.asked++ + "[\"yes\"]");
	}

	@TearDown
	public void checkAnswers() {
		Assert.state(this.answers == this.asked, "answers were lost");
	}

}
