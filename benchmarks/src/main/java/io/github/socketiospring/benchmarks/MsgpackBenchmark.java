package io.github.socketiospring.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.msgpack.MsgpackCodec;
import io.github.socketiospring.codec.socketio.DecoderLimits;
import io.github.socketiospring.codec.socketio.JsonPacketFormat;
import io.github.socketiospring.codec.socketio.MsgpackPacketFormat;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketDecoder;
import io.github.socketiospring.codec.socketio.PacketFormat;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same events in both formats of packets, in and out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MsgpackBenchmark {

	private static final MessageFraming FRAMING = new MessageFraming(new byte[] { '4' }, new byte[0]);

	private static final int MAX_CONTAINERS = 333_333;

	private final JsonCodec json = new JsonCodec(JsonMapper.shared(), ServerFixture.LIMITS);

	private final Binder binder = new Binder(this.json.binding(List.of(Say.class)));

	private final Packet say = event(Say.EXAMPLE);

	private final Packet kilobyte = event("0123456789abcdef".repeat(64));

	private final Packet binary = event(new byte[1024]);

	/** The format. */
	@Param({ "json", "msgpack" })
	public String parser = "";

	private PacketFormat format;

	private PacketDecoder decoder;

	private byte[] received;

	private static Packet event(Object argument) {
		return new Packet.Event("/", Packet.NO_ID, "say", List.of(argument));
	}

	@Setup
	public void prepare() {
		this.format = this.parser.equals("json") ? new JsonPacketFormat(this.json)
				: new MsgpackPacketFormat(new MsgpackCodec(this.json, MAX_CONTAINERS));
		this.decoder = this.format.decoder(DecoderLimits.DEFAULTS, this.binder);
		EngineMessage message = this.format.encode(this.say, FRAMING)[0];
		int end = message.payloadOffset() + message.payloadLength();
		this.received = Arrays.copyOfRange(message.array(),
				message.payloadOffset() + (message.isBinary() ? 0 : FRAMING.textPrefixLength()), end);
	}

	/** Name and argument of an event, from a packet. */
	@Benchmark
	public @Nullable Object[] decodeRecord() {
		if (this.parser.equals("json")) {
			this.decoder.text(this.received, 0, this.received.length);
		}
		else {
			this.decoder.binary(this.received);
		}
		return this.binder.last();
	}

	/** A record. */
	@Benchmark
	public EngineMessage[] encodeRecord() {
		return this.format.encode(this.say, FRAMING);
	}

	/** A text of 1,024 characters. */
	@Benchmark
	public EngineMessage[] encodeKilobyte() {
		return this.format.encode(this.kilobyte, FRAMING);
	}

	/** Binary data of 1,024 bytes. */
	@Benchmark
	public EngineMessage[] encodeBinary() {
		return this.format.encode(this.binary, FRAMING);
	}

}
