package io.github.socketiospring.codec.socketio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonArguments;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EncodedPacket}, and of encoder and decoder together.
 */
class EncodedPacketTests {

	private static final MessageFraming FRAMING = new MessageFraming(new byte[] { '4' }, new byte[0]);

	private final JsonCodec json = new JsonCodec(JsonMapper.builder().build(), JsonLimits.DEFAULTS);

	private final Packet packet = new Packet.Event("/", Packet.NO_ID, "e", List.of());

	@Test
	void encodesOnlyWhenNeeded() {
		AtomicInteger encoded = new AtomicInteger();
		EncodedPacket encodedPacket = new EncodedPacket(this.packet, true);
		assertThat(encoded).hasValue(0);
		encodedPacket.messages(counting(encoded), FRAMING);
		assertThat(encoded).hasValue(1);
	}

	@Test
	void encodesOncePerEncoderHoweverReceiversAlternate() {
		AtomicInteger encoded = new AtomicInteger();
		PacketFormat first = counting(encoded);
		PacketFormat second = counting(encoded);
		PacketFormat third = counting(encoded);
		EncodedPacket encodedPacket = new EncodedPacket(this.packet, true);
		EngineMessage[] ofFirst = encodedPacket.messages(first, FRAMING);
		EngineMessage[] ofSecond = encodedPacket.messages(second, FRAMING);
		assertThat(ofFirst).isNotSameAs(ofSecond);
		for (int i = 0; i < 10; i++) {
			assertThat(encodedPacket.messages(first, FRAMING)).isSameAs(ofFirst);
			assertThat(encodedPacket.messages(second, FRAMING)).isSameAs(ofSecond);
			encodedPacket.messages(third, FRAMING);
		}
		assertThat(encoded).hasValue(3);
	}

	@Test
	void eachFramingHasItsEncoding() {
		AtomicInteger encoded = new AtomicInteger();
		PacketFormat format = counting(encoded);
		MessageFraming other = new MessageFraming(new byte[] { '4' }, new byte[] { 4 });
		EncodedPacket encodedPacket = new EncodedPacket(this.packet, true);
		EngineMessage[] ofOther = encodedPacket.messages(format, other);
		assertThat(encodedPacket.messages(format, FRAMING)).isNotSameAs(ofOther);
		assertThat(encodedPacket.messages(format, other)).isSameAs(ofOther);
		assertThat(encoded).hasValue(2);
	}

	@Test
	void manyThreadsShareOneEncoding() throws Exception {
		AtomicInteger encoded = new AtomicInteger();
		PacketFormat encoder = counting(encoded);
		EncodedPacket encodedPacket = new EncodedPacket(this.packet, true);
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			List<Callable<EngineMessage[]>> receivers = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				receivers.add(() -> encodedPacket.messages(encoder, FRAMING));
			}
			EngineMessage[] shared = encodedPacket.messages(encoder, FRAMING);
			for (Future<EngineMessage[]> result : executor.invokeAll(receivers)) {
				assertThat(result.get()).isSameAs(shared);
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(encoded).hasValue(1);
	}

	@Test
	void failureIsNotKept() {
		AtomicInteger calls = new AtomicInteger();
		PacketFormat encoder = new TestFormat(() -> {
			if (calls.incrementAndGet() == 1) {
				throw new IllegalStateException("first");
			}
			return new EngineMessage[0];
		});
		EncodedPacket encodedPacket = new EncodedPacket(this.packet, true);
		assertThatIllegalStateException().isThrownBy(() -> encodedPacket.messages(encoder, FRAMING));
		assertThat(encodedPacket.messages(encoder, FRAMING)).isEmpty();
	}

	@Test
	void whatIsEncodedIsDecodedAgain() {
		byte[] first = { 1 };
		byte[] second = { 2, 3 };
		List<Object> arguments = Arrays.asList("text \u20ac", 1, null, first, List.of(second, List.of(first)));
		assertThat(decoded(new Packet.Event("/chat", 12, "up", arguments)))
			.isEqualTo("/chat 12 up [\"text \u20ac\", 1, null, \"AQ==\", [\"AgM=\",[\"AQ==\"]]]");
		assertThat(decoded(new Packet.Ack("/", 0, arguments)))
			.isEqualTo("/ 0 [\"text \u20ac\", 1, null, \"AQ==\", [\"AgM=\",[\"AQ==\"]]]");
	}

	private String decoded(Packet packet) {
		List<String> found = new ArrayList<>();
		TextPacketDecoder decoder = new TextPacketDecoder(this.json, DecoderLimits.DEFAULTS, new PacketHandler() {
			@Override
			public void connect(String namespace, JsonNode auth) {
			}

			@Override
			public void disconnect(String namespace) {
			}

			@Override
			public void leave() {
				throw new AssertionError("not of this protocol");
			}

			@Override
			public void received(String namespace, long id) {
				throw new AssertionError("not of this protocol");
			}

			@Override
			public void event(String namespace, long id, ArgumentReader reader) {
				found.add(namespace + " " + id + " " + reader.event() + " " + reader.capture().nodes());
			}

			@Override
			public void ack(String namespace, long id, JsonArguments arguments) {
				found.add(namespace + " " + id + " " + arguments.nodes());
			}
		});
		for (EngineMessage message : new EncodedPacket(packet, true).messages(new JsonPacketFormat(this.json),
				FRAMING)) {
			int from = message.payloadOffset();
			byte[] payload = Arrays.copyOfRange(message.array(), from, from + message.payloadLength());
			if (message.isBinary()) {
				decoder.binary(payload);
			}
			else {
				decoder.text(payload, 1, payload.length - 1);
			}
		}
		return String.join("", found);
	}

	private static PacketFormat counting(AtomicInteger count) {
		return new TestFormat(() -> {
			count.incrementAndGet();
			return new EngineMessage[] { EngineMessage.text("4") };
		});
	}

	/**
	 * Encodes whatever it is told to.
	 *
	 * @param messages makes the messages
	 */
	private record TestFormat(Supplier<EngineMessage[]> messages) implements PacketFormat {

		@Override
		public String name() {
			return "test";
		}

		@Override
		public EngineMessage[] encode(Packet packet, MessageFraming framing) {
			return this.messages.get();
		}

		@Override
		public PacketDecoder decoder(DecoderLimits limits, PacketHandler handler) {
			throw new UnsupportedOperationException();
		}

	}

}
