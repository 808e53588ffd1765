package io.github.socketiospring.codec.socketio;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.codec.json.WrittenArray;
import io.github.socketiospring.codec.msgpack.MsgpackCodec;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MsgpackPacketFormat} and {@link Msgpack2PacketFormat}: what they
 * write. The bytes are those of the reference server.
 */
class MsgpackPacketFormatTests {

	private static final MessageFraming EIO4 = new MessageFraming(new byte[] { '4' }, new byte[0]);

	private static final MessageFraming EIO3 = new MessageFraming(new byte[] { '4' }, new byte[] { 4 });

	private final JsonCodec json = new JsonCodec(
			JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build(),
			JsonLimits.DEFAULTS);

	private final MsgpackPacketFormat format = new MsgpackPacketFormat(new MsgpackCodec(this.json, 1_000));

	record Refusal(int errorCode, byte[] content) {
	}

	@Test
	void events() {
		assertThat(encode(new Packet.Event("/", Packet.NO_ID, "hello", List.of("you"))))
			.isEqualTo("83a47479706502a46461746192a568656c6c6fa3796f75a36e7370a12f");
		assertThat(encode(new Packet.Event("/chat", 300, "e", List.of())))
			.isEqualTo("84a47479706502a46461746191a165a26964cd012ca36e7370a52f63686174");
		assertThat(encode(
				new Packet.Event("/", 0, "e", Arrays.asList(null, new byte[] { 1, 2 }, Map.of("b", new byte[1])))))
			.isEqualTo("84a47479706502a46461746194a165c0c402010281a162c40100a2696400a36e7370a12f");
	}

	@Test
	void acknowledgements() {
		assertThat(encode(new Packet.Ack("/", 7, List.of(1, "ok"))))
			.isEqualTo("84a47479706503a4646174619201a26f6ba2696407a36e7370a12f");
		assertThat(encode(new Packet.Ack("/", 7, List.of())))
			.isEqualTo("84a47479706503a46461746190a2696407a36e7370a12f");
	}

	@Test
	void comingAndGoing() {
		assertThat(encode(new Packet.Connect("/", "abc")))
			.isEqualTo("83a47479706500a46461746181a3736964a3616263a36e7370a12f");
		assertThat(encode(new Packet.Connect("/", null))).isEqualTo("82a47479706500a36e7370a12f");
		assertThat(encode(new Packet.Disconnect("/chat"))).isEqualTo("82a47479706501a36e7370a52f63686174");
		assertThat(encode(new Packet.ConnectError("/", "no", null, false)))
			.isEqualTo("83a47479706504a46461746181a76d657373616765a26e6fa36e7370a12f");
	}

	@Test
	void whatClientsJoinWith() {
		assertThat(encode(new Packet.Join("/", null))).isEqualTo("82a47479706500a36e7370a12f");
		assertThat(encode(new Packet.Join("/", Map.of("token", "abc"))))
			.isEqualTo("83a47479706500a46461746181a5746f6b656ea3616263a36e7370a12f");
		assertThat(old(new Packet.Join("/chat?a=b", null))).isEqualTo("4{\"type\":0,\"nsp\":\"/chat?a=b\"}");
	}

	@Test
	void refusalsAreWrittenByTheMapperAndTheRestIsNot() {
		assertThat(encode(new Packet.ConnectError("/", "no", new Refusal(5, new byte[] { 1 }), false)))
			.isEqualTo("83a47479706504a46461746182a76d657373616765a26e6fa46461746182"
					+ "aa6572726f725f636f646505a7636f6e74656e74c40101a36e7370a12f");
		assertThat(encode(new Packet.ConnectError("/", "no", null, true)))
			.isEqualTo("83a47479706504a464617461a26e6fa36e7370a12f");
		assertThat(encode(new Packet.ConnectError("/", "no", 5, true)))
			.isEqualTo("83a47479706504a46461746105a36e7370a12f");
	}

	@Test
	void whatAnotherServerHasWrittenAsJsonIsWrittenAsMessagePack() {
		byte[] array = "[{\"a\":{\"_placeholder\":true,\"num\":0}},1.5]".getBytes(StandardCharsets.UTF_8);
		WrittenArray written = new WrittenArray(this.json, array, List.of(new byte[] { 9 }), "offset");
		assertThat(encode(new Packet.Event("/", Packet.NO_ID, "e", written)))
			.isEqualTo("83a47479706502a46461746194a16581a161c40109cb3ff8000000000000a66f6666736574a36e7370a12f");
		assertThat(encode(new Packet.Event("/", Packet.NO_ID, "e",
				new WrittenArray(this.json, new byte[] { '[', ']' }, List.of(), null))))
			.isEqualTo("83a47479706502a46461746191a165a36e7370a12f");
	}

	@Test
	void oneMessageBehindWhatTheRevisionPutsInFront() {
		Packet packet = new Packet.Event("/", Packet.NO_ID, "e", Collections.nCopies(30, new byte[100]));
		EngineMessage[] messages = this.format.encode(packet, EIO3);
		assertThat(messages).hasSize(1);
		assertThat(messages[0].isBinary()).isTrue();
		assertThat(bytes(messages[0])[0]).isEqualTo((byte) 4);
		assertThat(Arrays.copyOfRange(bytes(messages[0]), 1, bytes(messages[0]).length))
			.isEqualTo(bytes(this.format.encode(packet, EIO4)[0]));
	}

	@Test
	void whatCannotBeWrittenHurtsNoOtherPacket() {
		List<Object> self = new ArrayList<>();
		self.add(self);
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> encode(new Packet.Event("/", Packet.NO_ID, "e", self)));
		assertThat(encode(new Packet.Disconnect("/"))).isEqualTo("82a47479706501a36e7370a12f");
	}

	@Test
	void oldClientsAreToldInJsonThatTheyHaveComeAndGone() {
		assertThat(old(new Packet.Connect("/", null))).isEqualTo("4{\"type\":0,\"nsp\":\"/\"}");
		assertThat(old(new Packet.Disconnect("/chat"))).isEqualTo("4{\"type\":1,\"nsp\":\"/chat\"}");
		assertThat(old(new Packet.ConnectError("/x", "n\"o", null, true)))
			.isEqualTo("4{\"type\":4,\"nsp\":\"/x\",\"data\":\"n\\\"o\"}");
		assertThat(old(new Packet.ConnectError("/x", "no", "because", true)))
			.isEqualTo("4{\"type\":4,\"nsp\":\"/x\",\"data\":\"because\"}");
		// Anything but a string makes that parser throw.
		assertThat(old(new Packet.ConnectError("/x", "no", Map.of("code", 5), true)))
			.isEqualTo("4{\"type\":4,\"nsp\":\"/x\",\"data\":\"no\"}");
	}

	@Test
	void oldClientsGetEventsAsOthersDo() {
		for (Packet packet : List.of(new Packet.Event("/", 1, "e", List.of(new byte[] { 1 })),
				new Packet.Ack("/", 1, List.of("ok")))) {
			assertThat(bytes(this.format.forProtocol4().encode(packet, EIO3)[0]))
				.isEqualTo(bytes(this.format.encode(packet, EIO3)[0]));
		}
		assertThat(this.format.forProtocol4().name()).isEqualTo(this.format.name()).isEqualTo("msgpack");
	}

	private String old(Packet packet) {
		EngineMessage[] messages = this.format.forProtocol4().encode(packet, EIO3);
		assertThat(messages).hasSize(1);
		assertThat(messages[0].isBinary()).isFalse();
		return new String(bytes(messages[0]), StandardCharsets.UTF_8);
	}

	private String encode(Packet packet) {
		EngineMessage[] messages = this.format.encode(packet, EIO4);
		assertThat(messages).hasSize(1);
		assertThat(messages[0].isBinary()).isTrue();
		return HexFormat.of().formatHex(bytes(messages[0]));
	}

	private static byte[] bytes(EngineMessage message) {
		int from = message.payloadOffset();
		return Arrays.copyOfRange(message.array(), from, from + message.payloadLength());
	}

}
