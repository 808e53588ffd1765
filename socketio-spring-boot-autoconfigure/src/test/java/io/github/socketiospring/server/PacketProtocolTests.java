package io.github.socketiospring.server;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.Revision;
import io.github.socketiospring.codec.engineio.MessageFraming;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.codec.socketio.JsonPacketFormat;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PacketProtocol}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PacketProtocolTests {

	private final JsonCodec json = new JsonCodec(JsonMapper.builder().build(), JsonLimits.DEFAULTS);

	private final PacketFormat format = new JsonPacketFormat(this.json);

	private final PacketProtocol protocol5 = PacketProtocol.protocol5(this.format);

	private final PacketProtocol protocol4 = PacketProtocol.protocol4(this.format);

	private final PacketProtocol protocol1 = PacketProtocol.protocol1(this.json);

	@Test
	void applicationsSeeTheRevision() {
		assertThat(this.protocol5.revision()).isEqualTo(Revision.EIO4);
		assertThat(this.protocol4.revision()).isEqualTo(Revision.EIO3);
		assertThat(this.protocol1.revision()).isEqualTo(Revision.V1);
	}

	@Test
	void formatIsAsGiven() {
		assertThat(this.protocol5.format()).isSameAs(this.format);
		assertThat(this.protocol4.format()).isSameAs(this.format);
		assertThat(this.protocol1.format().name()).isEqualTo("protocol-1");
	}

	@Test
	void clientsOfProtocol5SayWhatTheyJoinAndAreToldTheirId() {
		assertThat(this.protocol5.joinsRootAtOnce()).isFalse();
		assertThat(this.protocol5.mayJoinAgain()).isFalse();
		assertThat(this.protocol5.endsWithRoot()).isFalse();
		assertThat(this.protocol5.maxMalformedPackets()).isZero();
		assertThat(this.protocol5.socketId("/chat", "sid", () -> "fresh")).isEqualTo("fresh");
		assertThat(this.protocol5.joined("/chat", "id", null)).isEqualTo(new Packet.Connect("/chat", "id"));
		assertThat(this.protocol5.joined("/chat", "id", "secret"))
			.isEqualTo(new Packet.Connect("/chat", "id", "secret"))
			.asString()
			.doesNotContain("secret");
		assertThat(this.protocol5.recovers()).isTrue();
		assertThat(this.protocol5.refused("/", "no", Map.of())).isEqualTo(error("no", Map.of(), false));
	}

	@Test
	void clientsOfProtocol4DeriveTheirIds() {
		assertThat(this.protocol4.joinsRootAtOnce()).isTrue();
		assertThat(this.protocol4.mayJoinAgain()).isFalse();
		assertThat(this.protocol4.endsWithRoot()).isFalse();
		assertThat(this.protocol4.maxMalformedPackets()).isZero();
		assertThat(this.protocol4.socketId("/", "sid", () -> "fresh")).isEqualTo("sid");
		assertThat(this.protocol4.socketId("/chat", "sid", () -> "fresh")).isEqualTo("/chat#sid");
		assertThat(this.protocol4.joined("/chat", "id", null)).isEqualTo(new Packet.Connect("/chat", null));
		assertThat(this.protocol4.recovers()).isFalse();
		assertThat(this.protocol4.refused("/", "no", null)).isEqualTo(error("no", null, true));
	}

	@Test
	void rootIsTheConnectionInProtocol1() {
		assertThat(this.protocol1.joinsRootAtOnce()).isTrue();
		assertThat(this.protocol1.mayJoinAgain()).isTrue();
		assertThat(this.protocol1.endsWithRoot()).isTrue();
		assertThat(this.protocol1.maxMalformedPackets()).isEqualTo(100);
		assertThat(this.protocol1.joined("/chat", "id", null)).isEqualTo(new Packet.Connect("/chat", null));
		assertThat(this.protocol1.recovers()).isFalse();
	}

	private static Packet error(String message, Object data, boolean bare) {
		return new Packet.ConnectError("/", message, data, bare);
	}

	@Test
	void binaryDataToProtocol1IsLoggedOnce(CapturedOutput output) {
		String text = "has no binary data";
		MessageFraming framing = new MessageFraming(new byte[0], null);
		PacketFormat legacy = this.protocol1.format();
		legacy.encode(new Packet.Event("/", Packet.NO_ID, "e", List.of("text")), framing);
		assertThat(output).doesNotContain(text);
		for (int i = 0; i < 3; i++) {
			legacy.encode(new Packet.Event("/", Packet.NO_ID, "e", Arrays.asList(new byte[1], new byte[1])), framing);
			legacy.encode(new Packet.Ack("/", 1, List.of(new byte[1])), framing);
		}
		assertThat(output).containsOnlyOnce(text);
	}

}
