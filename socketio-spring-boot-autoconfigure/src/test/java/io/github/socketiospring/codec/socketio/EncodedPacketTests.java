package io.github.socketiospring.codec.socketio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.codec.engineio.EngineMessage;
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

	private final JsonCodec json = new JsonCodec(JsonMapper.builder().build(), JsonLimits.DEFAULTS);

	private final Packet packet = new Packet.Event("/", Packet.NO_ID, "e", List.of());

	@Test
	void encodesOnlyWhenNeeded() {
		AtomicInteger encoded = new AtomicInteger();
		EncodedPacket encodedPacket = new EncodedPacket(this.packet);
		assertThat(encoded).hasValue(0);
		encodedPacket.messages(counting(encoded));
		assertThat(encoded).hasValue(1);
	}

	@Test
	void encodesOncePerEncoderHoweverReceiversAlternate() {
		AtomicInteger encoded = new AtomicInteger();
		PacketEncoder first = counting(encoded);
		PacketEncoder second = counting(encoded);
		PacketEncoder third = counting(encoded);
		EncodedPacket encodedPacket = new EncodedPacket(this.packet);
		EngineMessage[] ofFirst = encodedPacket.messages(first);
		EngineMessage[] ofSecond = encodedPacket.messages(second);
		assertThat(ofFirst).isNotSameAs(ofSecond);
		for (int i = 0; i < 10; i++) {
			assertThat(encodedPacket.messages(first)).isSameAs(ofFirst);
			assertThat(encodedPacket.messages(second)).isSameAs(ofSecond);
			encodedPacket.messages(third);
		}
		assertThat(encoded).hasValue(3);
	}

	@Test
	void manyThreadsShareOneEncoding() throws Exception {
		AtomicInteger encoded = new AtomicInteger();
		PacketEncoder encoder = counting(encoded);
		EncodedPacket encodedPacket = new EncodedPacket(this.packet);
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			List<Callable<EngineMessage[]>> receivers = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				receivers.add(() -> encodedPacket.messages(encoder));
			}
			EngineMessage[] shared = encodedPacket.messages(encoder);
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
		PacketEncoder encoder = (packet) -> {
			if (calls.incrementAndGet() == 1) {
				throw new IllegalStateException("first");
			}
			return new EngineMessage[0];
		};
		EncodedPacket encodedPacket = new EncodedPacket(this.packet);
		assertThatIllegalStateException().isThrownBy(() -> encodedPacket.messages(encoder));
		assertThat(encodedPacket.messages(encoder)).isEmpty();
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
		for (EngineMessage message : new EncodedPacket(packet).messages(new TextPacketEncoder(this.json))) {
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

	private static PacketEncoder counting(AtomicInteger count) {
		return new PacketEncoder() {
			@Override
			public EngineMessage[] encode(Packet packet) {
				count.incrementAndGet();
				return new EngineMessage[] { EngineMessage.text("4") };
			}
		};
	}

}
