package io.github.socketiospring.codec.socketio;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonArguments;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.codec.json.PacketParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TextPacketDecoder}.
 */
class TextPacketDecoderTests {

	private static final byte[] FIRST = { 1, 2, 3 };

	private static final byte[] SECOND = { 4, 5 };

	private final JsonCodec json = new JsonCodec(JsonMapper.builder().build(), JsonLimits.DEFAULTS);

	private final PacketRecorder recorder = new PacketRecorder();

	private TextPacketDecoder decoder = new TextPacketDecoder(this.json, DecoderLimits.DEFAULTS, this.recorder);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			0                           | connect / (missing)
			0/                          | connect / (missing)
			0/chat                      | connect /chat (missing)
			0/chat,                     | connect /chat (missing)
			0{}                         | connect / {}
			0{"token":"123"}            | connect / {"token":"123"}
			0/chat,{"token":{"a":[1]}}  | connect /chat {"token":{"a":[1]}}
			0/chat?a=b,{}               | connect /chat?a=b {}
			0/ünï,                      | connect /ünï (missing)
			012{"a":1}                  | connect / {"a":1}
			1                           | disconnect /
			1/chat                      | disconnect /chat
			1/chat,                     | disconnect /chat
			2["hello"]                  | event / -1 hello []
			2["hello",1,null,{"a":"b"}] | event / -1 hello [1, null, {"a":"b"}]
			2[""]                       | event / -1  []
			2[1,2]                      | event / -1 1 [2]
			2["error"]                  | event / -1 error []
			2["connection"]             | event / -1 connection []
			2/chat,["hello"]            | event /chat -1 hello []
			20["hello"]                 | event / 0 hello []
			212["hello",2]              | event / 12 hello [2]
			2/chat,456["hello"]         | event /chat 456 hello []
			29007199254740991["e"]      | event / 9007199254740991 e []
			2000000000000000000000012["e"] | event / 12 e []
			2 ["e"]                     | event / -1 e []
			2["e"]                      | event / -1 e []
			31[]                        | ack / 1 []
			3/chat,456["ok",1]          | ack /chat 456 ["ok", 1]
			31[[1]]                     | ack / 1 [[1]]
			31                          | ack / 1 []
			3/chat,456                  | ack /chat 456 []
			3[]                         | ``
			3                           | ``
			2["e",{"_placeholder":true,"num":0}] | event / -1 e [{"_placeholder":true,"num":0}]
			""")
	void decodes(String packet, String expected) {
		text(packet);
		assertThat(this.recorder.packets).isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "7", "9[\"e\"]", "-1", "/", " 2[\"e\"]", "[\"e\"]", "\u00e9", "4", "4{}",
			"4{\"message\":\"a\"}", "0[]", "0null", "01null", "0\"a\"", "0true", "0{", "0{}x", "0{}{}", "0/chat{}{}x,{",
			"0 x", "1{}", "1[]", "1x", "1/chat,x", "2", "2/chat", "2/chat,", "21", "2{}", "2\"e\"", "2[]", "2[null]",
			"2[true]", "2[{}]", "2[[]]", "2[\"e\"", "2[\"e\"]x", "2[\"e\"][]", "2x[\"e\"]", "2-1[\"e\"]", "21.5[\"e\"]",
			"2+1[\"e\"]", "29007199254740992[\"e\"]", "299999999999999999999[\"e\"]", "2[\"connect\"]",
			"2[\"connect_error\"]", "2[\"disconnect\"]", "2[\"disconnecting\"]", "2[\"newListener\"]",
			"2[\"removeListener\"]", "21[\"disconnect\",1]", "50-[\"connect\"]", "2[\"conn\\u0065ct\"]", "31{}",
			"31\"a\"", "31[", "31[]x", "3[", "3{}", "5[\"e\"]", "5-[\"e\"]", "5", "51", "51x[\"e\"]", "51,[\"e\"]",
			"5-1-[\"e\"]", "5+1-[\"e\"]", "51.0-[\"e\"]", "51e0-[\"e\"]", "5 1-[\"e\"]", "511-[\"e\"]",
			"54294967297-[\"e\"]", "599999999999999999999-[\"e\"]", "611-1[]", "6[]", "6-1[]", "50-", "60-1", "50-{}",
			"50-[\"e\"]", "500-[\"e\"]", "50-/chat,7[\"e\"]", "60-1[\"a\"]", "60-[]",
			"50-[\"e\",{\"_placeholder\":true,\"num\":0}]" })
	void refuses(String packet) {
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> text(packet))
			.satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty());
		assertThat(this.recorder.packets).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			4                           | / (missing)
			4/chat                      | /chat (missing)
			4{"message":"no"}           | / {"message":"no"}
			4/chat,"no"                 | /chat "no"
			""")
	void tellsClientsThatTheyAreRefused(String packet, String expected) {
		List<String> refused = new ArrayList<>();
		PacketHandler client = new Skipper() {
			@Override
			public void refused(String namespace, JsonNode error) {
				refused.add(namespace + " " + (error.isMissingNode() ? "(missing)" : error));
			}
		};
		byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
		new TextPacketDecoder(this.json, DecoderLimits.DEFAULTS, client).text(bytes, 0, bytes.length);
		assertThat(refused).containsExactly(expected);
	}

	@Test
	void takesNamesUpToTheLimitAndRefusesLongerOnes() {
		String namespace = "/" + "\u20ac".repeat(255);
		String event = "\u20ac".repeat(256);
		text("2" + namespace + ",[\"" + event + "\"]");
		assertThat(this.recorder.packets).containsExactly("event " + namespace + " -1 " + event + " []");
		for (String packet : List.of("2" + namespace + "x,[\"e\"]", "0" + namespace + "x", "1/" + "x".repeat(1_000_000),
				"2[\"" + event + "x\"]", "2[" + "1".repeat(257) + "]")) {
			assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> text(packet))
				.withMessageEndingWith("name too long");
		}
	}

	@Test
	void queryOfAConnectMayBeLongerThanItsName() {
		String name = "/" + "n".repeat(255);
		String query = "?" + "q".repeat(8_191);
		text("0" + name + query + ",{}");
		text("0" + name + query.replace("q", "?"));
		assertThat(this.recorder.packets).containsExactly("connect " + name + query + " {}",
				"connect " + name + query.replace("q", "?") + " (missing)");
		for (String packet : List.of("0" + name + query + "x", "0/?" + "\u20ac".repeat(2_731), "0" + name + "x" + query,
				"0/?" + "x".repeat(1_000_000))) {
			assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> text(packet))
				.withMessage("namespace name too long");
		}
	}

	@Test
	void onlyAConnectHasAQuery() {
		for (char type : new char[] { '1', '2', '3' }) {
			String name = "/n?" + "q".repeat(253);
			text(type + name + ((type != '1') ? ",1[1]" : ""));
			assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> text(type + name + "q,1[1]"))
				.withMessage("namespace name too long");
		}
		assertThat(this.recorder.packets).hasSize(3).allMatch((packet) -> packet.contains(" /n?q"));
	}

	@Test
	void namespaceOfFourByteCharactersIsMeasuredInCharacters() {
		String namespace = "/" + "\ud83d\ude00".repeat(127);
		text("0" + namespace);
		assertThat(this.recorder.packets).containsExactly("connect " + namespace + " (missing)");
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> text("0" + namespace + "\ud83d\ude00"));
	}

	@Test
	void waitsForAllAttachmentsAndDeliversThemInOrder() {
		text("52-/chat,7[\"up\",{\"_placeholder\":true,\"num\":1},{\"a\":[{\"num\":0,\"_placeholder\":true}]}]");
		this.decoder.binary(FIRST);
		assertThat(this.recorder.packets).isEmpty();
		this.decoder.binary(SECOND);
		assertThat(this.recorder.packets).containsExactly("event /chat 7 up [\"BAU=\", {\"a\":[\"AQID\"]}]");
		text("2[\"next\"]");
		assertThat(this.recorder.packets).hasSize(2);
	}

	@Test
	void acknowledgementMayHaveAttachments() {
		text("61-3[{\"_placeholder\":true,\"num\":0}]");
		this.decoder.binary(FIRST);
		assertThat(this.recorder.packets).containsExactly("ack / 3 [\"AQID\"]");
	}

	@Test
	void attachmentsMayBeEmptyAndUnused() {
		text("52-[\"e\",{\"_placeholder\":true,\"num\":1}]");
		this.decoder.binary(new byte[0]);
		this.decoder.binary(new byte[0]);
		assertThat(this.recorder.packets).containsExactly("event / -1 e [\"\"]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"_placeholder\":false,\"num\":0}", "{\"_placeholder\":1}", "{\"_placeholder\":\"x\"}",
			"{\"_placeholder\":null,\"num\":9}", "{\"_placeholder\":{\"_placeholder\":[]},\"a\":1}",
			"{\"num\":0,\"_placeholder\":false}", "{\"num\":1,\"_placeholder\":[1],\"b\":2}",
			"{\"num\":{\"_placeholder\":0},\"b\":2}", "{\"a\":1,\"_placeholder\":false}",
			"{\"a\":1,\"_placeholder\":{},\"b\":[]}" })
	void whatOnlyLooksLikeAPlaceholderIsOrdinaryData(String data) {
		text("51-[\"e\"," + data + ",{\"_placeholder\":true,\"num\":0}]");
		this.decoder.binary(FIRST);
		assertThat(this.recorder.packets).containsExactly("event / -1 e [" + data + ", \"AQID\"]");
	}

	@Test
	void placeholderInsideOfWhatLooksLikeOneIsReplaced() {
		text("51-[\"e\",{\"_placeholder\":{\"_placeholder\":true,\"num\":0}}]");
		this.decoder.binary(FIRST);
		assertThat(this.recorder.packets).containsExactly("event / -1 e [{\"_placeholder\":\"AQID\"}]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"_placeholder\":true,\"num\":0,\"a\":1}", "{\"a\":1,\"_placeholder\":true,\"num\":0}",
			"{\"num\":0,\"_placeholder\":true,\"a\":1}", "{\"_placeholder\":true}" })
	void refusesPlaceholdersMixedWithOtherProperties(String data) {
		text("51-[\"e\"," + data + "]");
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> this.decoder.binary(FIRST))
			.withMessage("illegal attachments");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2[\"e\",#]", "31[#]", "0#", "51-[\"e\",#]" })
	void namesTheLimitOfNestingThatIsExceeded(String packet) {
		String nested = "{\"a\":".repeat(101) + "1" + "}".repeat(101);
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> text(packet.replace("#", nested)))
			.withMessageStartingWith("JSON beyond a limit: ")
			.withMessageContaining("depth")
			.withMessageContaining("100");
	}

	@Test
	void namesTheLimitOfNumbersThatIsExceeded() {
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> text("2[\"e\"," + "1".repeat(1001) + "]"))
			.withMessageStartingWith("JSON beyond a limit: ")
			.withMessageContaining("1000");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"splice\"", "-1", "1", "0.0", "99999999999999999999", "null" })
	void refusesPlaceholdersThatPointNowhere(String index) {
		text("51-[\"e\",{\"_placeholder\":true,\"num\":" + index + "}]");
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> this.decoder.binary(FIRST));
		assertThat(this.recorder.packets).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "51-", "51-woot", "51-[", "51-{}", "51-[]", "51-[null]", "51-[\"connect\"]", "51-[\"e\"]x",
			"51-[\"e\"", "61-1", "61-1{}", "61-1[]]" })
	void refusesInvalidPacketsBeforeTheirAttachmentsCome(String packet) {
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> text(packet));
		assertThat(this.recorder.packets).isEmpty();
	}

	@Test
	void refusesTextWhileAttachmentsAreDue() {
		text("52-[\"e\"]");
		this.decoder.binary(FIRST);
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> text("2[\"x\"]"))
			.withMessage("text while attachments are due");
	}

	@Test
	void refusesBinaryDataWithoutAPacket() {
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> this.decoder.binary(FIRST))
			.withMessage("binary data without a packet");
		text("51-[\"e\"]");
		this.decoder.binary(FIRST);
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> this.decoder.binary(FIRST));
		text("2[\"e\"]");
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> this.decoder.binary(FIRST));
	}

	@Test
	void takesAsManyAttachmentsAsAllowed() {
		text("510-[\"e\"]");
		for (int i = 0; i < 10; i++) {
			assertThat(this.recorder.packets).isEmpty();
			this.decoder.binary(FIRST);
		}
		assertThat(this.recorder.packets).containsExactly("event / -1 e []");
	}

	@Test
	void boundsTheBytesOfAllAttachmentsTogetherButOfEachPacketAlone() {
		this.decoder = new TextPacketDecoder(this.json, new DecoderLimits(10, 5, 256), this.recorder);
		for (int i = 0; i < 3; i++) {
			text("52-[\"e\"]");
			this.decoder.binary(FIRST);
			this.decoder.binary(SECOND);
		}
		assertThat(this.recorder.packets).hasSize(3);
		text("53-[\"e\"]");
		this.decoder.binary(FIRST);
		this.decoder.binary(SECOND);
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> this.decoder.binary(new byte[1]))
			.withMessage("attachments larger than 5 bytes");
	}

	@Test
	void readsOnlyItsPartOfTheArray() {
		byte[] data = "42/a,1[\"e\"]]]".getBytes(StandardCharsets.UTF_8);
		this.decoder.text(data, 1, data.length - 3);
		assertThat(this.recorder.packets).containsExactly("event /a 1 e []");
	}

	@Test
	void whatTheHandlerThrowsReachesTheCallerAndNothingIsPending() {
		this.recorder.failure = new IllegalStateException("handler");
		assertThatIllegalStateException().isThrownBy(() -> text("2[\"e\"]"));
		text("51-[\"e\"]");
		assertThatIllegalStateException().isThrownBy(() -> this.decoder.binary(FIRST));
		this.recorder.failure = null;
		text("2[\"e\"]");
		assertThat(this.recorder.packets).containsExactly("event / -1 e []");
	}

	@Test
	void refusesInvalidUtf8InTheJson() {
		byte[] packet = { '2', '[', '"', 'e', '"', ',', '"', (byte) 0xff, '"', ']' };
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> this.decoder.text(packet, 0, packet.length));
	}

	@Test
	void anyBytesAreEitherAPacketOrAParseError() {
		Random random = new Random(3);
		String[] seeds = { "0/chat,{\"a\":1}", "1/chat", "2/chat,12[\"e\",{\"a\":[1,2.5,null]}]", "31[\"ok\"]",
				"51-/c,1[\"e\",{\"_placeholder\":true,\"num\":0}]", "51-[\"e\"]" };
		String alphabet = "0123456-/,[]{}\":\\e_n\u00e9. ";
		int refused = 0;
		for (int round = 0; round < 20_000; round++) {
			StringBuilder packet = new StringBuilder(seeds[random.nextInt(seeds.length)]);
			for (int i = random.nextInt(4); i >= 0; i--) {
				int position = random.nextInt(packet.length());
				switch (random.nextInt(3)) {
					case 0 -> packet.setCharAt(position, alphabet.charAt(random.nextInt(alphabet.length())));
					case 1 -> packet.insert(position, alphabet.charAt(random.nextInt(alphabet.length())));
					default -> packet.deleteCharAt(position);
				}
				packet.append((packet.length() == 0) ? "x" : "");
			}
			TextPacketDecoder decoder = new TextPacketDecoder(this.json, DecoderLimits.DEFAULTS, this.recorder);
			byte[] data = packet.toString().getBytes(StandardCharsets.UTF_8);
			int before = this.recorder.packets.size();
			try {
				decoder.text(data, 0, data.length);
				for (int i = 0; i < 10 && this.recorder.packets.size() == before; i++) {
					decoder.binary(FIRST);
				}
			}
			catch (PacketParseException ex) {
				refused++;
				assertThat(this.recorder.packets).hasSize(before);
			}
		}
		assertThat(refused).isBetween(1_000, 19_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2[\"e\"#,0#]", "2[\"e\"#,[]#]", "2[\"e\",\"#\\u0041#\"]", "2[\"e\",{\"a\":0#,\"b\":1#}]",
			"51-[\"e\"#,{\"num\":0}#]", "51-[\"e\",{\"_placeholder\":true,\"num\":0}#,{\"num\":{}}#]", "5#0#0-[\"e\"]",
			"2#0#[\"e\"]", "2/#x#,[\"e\"]", "0/#/#", "2#[#", "51-#[#" })
	void workGrowsNoFasterThanThePacket(String pattern) {
		String[] parts = pattern.split("#", -1);
		long one = allocated(parts[0] + parts[1].repeat(40_000) + parts[2]);
		long four = allocated(parts[0] + parts[1].repeat(160_000) + parts[2]);
		assertThat(four).isLessThan(6 * one + 1_000_000);
	}

	@Test
	void digitsOfTheAttachmentCountAreNotKept() {
		assertThat(allocated("5" + "0".repeat(1_000_000) + "-[\"e\"]")).isLessThan(100_000);
		assertThat(allocated("5" + "9".repeat(1_000_000) + "-[\"e\"]")).isLessThan(100_000);
		assertThat(allocated("2" + "0".repeat(1_000_000) + "[\"e\"]")).isLessThan(100_000);
		assertThat(allocated("0/" + "x".repeat(1_000_000))).isLessThan(100_000);
	}

	/** Counts bytes allocated by this thread: copying again and again would show. */
	private static long allocated(String packet) {
		JsonCodec json = new JsonCodec(JsonMapper.builder().build(), JsonLimits.DEFAULTS);
		byte[] data = packet.getBytes(StandardCharsets.UTF_8);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long fewest = Long.MAX_VALUE;
		for (int i = 0; i < 3; i++) {
			TextPacketDecoder decoder = new TextPacketDecoder(json, DecoderLimits.DEFAULTS, new Skipper());
			long before = threads.getCurrentThreadAllocatedBytes();
			try {
				decoder.text(data, 0, data.length);
				decoder.binary(FIRST);
			}
			catch (PacketParseException ex) {
				// Refused, and what that has cost counts as well.
			}
			fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
		}
		return fewest;
	}

	private void text(String packet) {
		byte[] data = packet.getBytes(StandardCharsets.UTF_8);
		this.decoder.text(data, 0, data.length);
	}

	private static class Skipper implements PacketHandler {

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
		public void event(String namespace, long id, ArgumentReader arguments) {
			arguments.capture();
		}

		@Override
		public void ack(String namespace, long id, JsonArguments arguments) {
		}

	}

}
