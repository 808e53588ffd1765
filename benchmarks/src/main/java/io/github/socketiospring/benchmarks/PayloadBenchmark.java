package io.github.socketiospring.benchmarks;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.PayloadConsumer;
import io.github.socketiospring.codec.engineio.PayloadException;
import io.github.socketiospring.codec.engineio.PayloadFormat;
import io.github.socketiospring.codec.engineio.RecordSeparatorFormat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Bodies of polling requests and responses with 16 packets; figures are per packet.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PayloadBenchmark implements PayloadConsumer {

	private static final int PACKETS = 16;

	private final PayloadFormat format = new RecordSeparatorFormat(PACKETS);

	private final List<EngineMessage> messages = Collections.nCopies(PACKETS,
			EngineMessage.text("42[\"say\",{\"user\":\"ada\",\"text\":\"hello, world\"}]"));

	private final byte[] body = this.format.encode(this.messages).body();

	private int received;

	/** Packets to a body. */
	@Benchmark
	@OperationsPerInvocation(PACKETS)
	public byte[] encode() {
		return this.format.encode(this.messages).body();
	}

	/** A body to packets. */
	@Benchmark
	@OperationsPerInvocation(PACKETS)
	public int decode() throws PayloadException {
		this.format.decode(this.body, false, this);
		return this.received;
	}

	@Override
	public boolean text(byte[] data, int offset, int length) {
		this.received += length;
		return true;
	}

	@Override
	public boolean binary(byte[] data) {
		throw new IllegalStateException("no text");
	}

}
