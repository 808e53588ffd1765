package io.github.socketiospring.codec.legacy;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import com.sun.management.ThreadMXBean;
import io.github.socketiospring.codec.json.ArgumentReader;
import io.github.socketiospring.codec.json.JsonArguments;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.codec.json.PacketParseException;
import io.github.socketiospring.codec.socketio.DecoderLimits;
import io.github.socketiospring.codec.socketio.PacketHandler;
import org.jspecify.annotations.Nullable;
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
 * Tests for {@link LegacyPacketDecoder}.
 */
class LegacyPacketDecoderTests {

	private final JsonCodec json = new JsonCodec(JsonMapper.builder().build(), JsonLimits.DEFAULTS);

	private final Recorder recorder = new Recorder();

	private final LegacyPacketDecoder decoder = new LegacyPacketDecoder(this.json, DecoderLimits.DEFAULTS,
			this.recorder);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					0::                                      | leave
					0::/                                     | leave
					0::/chat                                 | disconnect /chat
					0::/chat:                                | disconnect /chat
					1::                                      | connect / (missing)
					1::/                                     | connect / (missing)
					1::/chat                                 | connect /chat (missing)
					1::/chat:                                | connect /chat (missing)
					1::/chat?a=b&c=d                         | connect /chat?a=b&c=d (missing)
					1::/chat?a=b?c                           | connect /chat?a=b?c (missing)
					1::?a=b                                  | connect /?a=b (missing)
					1::/ünï?ö=€                              | connect /ünï?ö=€ (missing)
					3:::hello                                | event / -1 message ["hello"]
					3:::                                     | event / -1 message [""]
					3::                                      | event / -1 message [""]
					3::/chat:hello                           | event /chat -1 message ["hello"]
					3:::a:b::c                               | event / -1 message ["a:b::c"]
					3::/chat:1::/x                           | event /chat -1 message ["1::/x"]
					3:::say "hi" \\ {}                       | event / -1 message ["say \\"hi\\" \\\\ {}"]
					3:::é€😀                                 | event / -1 message ["é€😀"]
					3:5+::x                                  | event / 5 message ["x"]
					3:5::x                                   | received / 5, event / -1 message ["x"]
					4:::{"a":[1,"b:c"]}                      | event / -1 json [{"a":[1,"b:c"]}]
					4:::"text"                               | event / -1 json ["text"]
					4:::null                                 | event / -1 json [null]
					4::: 12                                  | event / -1 json [12]
					4::/chat:[1,2]                           | event /chat -1 json [[1,2]]
					4:7:/chat:true                           | received /chat 7, event /chat -1 json [true]
					4:7+:/chat:true                          | event /chat 7 json [true]
					5:::{"name":"e"}                         | event / -1 e []
					5:::{"name":"e","args":[]}               | event / -1 e []
					5:::{"name":"e","args":[ ]}              | event / -1 e []
					5:::{"name":"e","args":[1,"a:b",{"c":[null]}]} | event / -1 e [1, "a:b", {"c":[null]}]
					5:::{"args":[1,[2]],"name":"e"}          | event / -1 e [1, [2]]
					5:::{"args":["]","}",{"args":[0]}],"x":{"name":"no","args":[9]},"name":"e","y":[[]]} | event / -1 e ["]", "}", {"args":[0]}]
					5::: { "name" : "e" , "args" : [ 1 , 2 ] } | event / -1 e [1, 2]
					5:::{"name":"e","args":null}             | event / -1 e []
					5:::{"name":"e","args":"x"}              | event / -1 e []
					5:::{"name":"e","args":{"a":[1]}}        | event / -1 e []
					5:::{"name":"a","name":"b"}              | event / -1 b []
					5:::{"name":"e","args":[1],"args":[2,3]} | event / -1 e [2, 3]
					5:::{"name":"e","args":[1],"args":[]}    | event / -1 e []
					5:::{"name":"é€😀\\u0041\\"","args":["é"]} | event / -1 é€😀A" ["é"]
					5:::{"n\\u0061me":"e","\\u0061rgs":[1]}  | event / -1 e [1]
					5:::{"name":""}                          | event / -1  []
					5:::{"name":"error","args":[1]}          | event / -1 error [1]
					5:::{"name":"message","args":["a"]}      | event / -1 message ["a"]
					5::/chat:{"name":"e"}                    | event /chat -1 e []
					5:0+::{"name":"e"}                       | event / 0 e []
					5:12+:/chat:{"name":"e","args":[1]}      | event /chat 12 e [1]
					5:9007199254740991+::{"name":"e"}        | event / 9007199254740991 e []
					5:0007+::{"name":"e"}                    | event / 7 e []
					5:12:/chat:{"name":"e","args":[1]}       | received /chat 12, event /chat -1 e [1]
					5:0::{"name":"e"}                        | received / 0, event / -1 e []
					5:::{"name":"disconnect","args":[1]}     | unallowed / disconnect
					5:3+::{"name":"connect"}                 | unallowed / connect
					5:3::{"name":"disconnect"}               | received / 3, unallowed / disconnect
					6:::1                                    | ack / 1 []
					6:::1+                                   | ack / 1 []
					6:::1+[]                                 | ack / 1 []
					6:::12+["ok",{"a":":"}]                  | ack / 12 ["ok", {"a":":"}]
					6::/chat:9007199254740991+[[1]]          | ack /chat 9007199254740991 [[1]]
					8::                                      | ``
					2::                                      | ``
					""")
	void decodes(String packet, String expected) {
		text(packet);
		assertThat(String.join(", ", this.recorder.packets)).isEqualTo(expected);
	}

	@Test
	void textMayHaveAnyCharacter() {
		String text = "\n\t\u0000 \"\\/ \u2028\u2029 \ufffd \ud83d\ude00 \u007f";
		text("3:::" + text);
		assertThat(this.recorder.first).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "5", "5:", "::", "5:x", ":::", "5;::{\"name\":\"e\"}", "55:::{\"name\":\"e\"}", "x::",
			"9::", " 1::", "-1::", "\u00e9::", "/::", "1:", "1:2", "1:2+", "1:2+x:", "1:+:", "5:+::{\"name\":\"e\"}",
			"5:1++::{\"name\":\"e\"}", "5:-1::{\"name\":\"e\"}", "5:1.5::{\"name\":\"e\"}", "5: 1::{\"name\":\"e\"}",
			"5:1 ::{\"name\":\"e\"}", "5:9007199254740992+::{\"name\":\"e\"}", "5:9007199254740992::{\"name\":\"e\"}",
			"5:99999999999999999999999+::{\"name\":\"e\"}", "3::chat:x", "1::chat", "0::chat",
			"5::chat:{\"name\":\"e\"}", "3::/chat?a=b:x", "0::/chat?a=b", "6::/chat?a:1", "0::?a", "5::", "5:::",
			"5:::[]", "5:::[\"e\"]", "5:::\"e\"", "5:::null", "5:::1", "5:::{}", "5:::{\"args\":[]}",
			"5:::{\"name\":null}", "5:::{\"name\":5,\"args\":[]}", "5:::{\"name\":[\"e\"]}",
			"5:::{\"name\":{\"name\":\"e\"}}", "5:::{\"name\":\"a\",\"name\":5}", "5:::{\"name\":\"e\"",
			"5:::{\"name\":\"e\"}}", "5:::{\"name\":\"e\"}x", "5:::{\"name\":\"e\"} {}", "5:::{\"name\":\"e\",}",
			"5:::{\"name\":\"e\",\"args\":[}", "5:::{\"name\":\"e\",\"args\":[1}", "5:::{\"name\":\"e\",\"args\":[1,]}",
			"5:::{\"name\":\"e\",\"args\":[1]]}", "5:::{\"name\":\"e\",\"args\":[01]}",
			"5:::{\"name\":\"e\",\"x\":tru}", "5:::{name:\"e\"}", "5:::{'name':'e'}", "5:::{\"name\":\"e\n\"}",
			"5:::\ufeff{\"name\":\"e\"}", "5:::/**/{\"name\":\"e\"}", "5:::{\"name\":\"\\x\"}", "4:::", "4::", "4:::{",
			"4:::{}]", "4:::1,2", "4:::1 2", "4:::]", "4:::undefined", "4:::\"a", "4:::\"a\"]", "4:::NaN", "4:::1]",
			"4:::1],[2", "6::", "6:::", "6:1::", "6:::x", "6:::+[]", "6:::-1", "6:::1x", "6:::1+{}", "6:::1+null",
			"6:::1+[", "6:::1+[]x", "6:::1+[][]", "6:::1+\"a\"", "6:::1,[]", "6:::9007199254740992" })
	void refuses(String packet) {
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> text(packet))
			.satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty());
		assertThat(this.recorder.packets).isEmpty();
	}

	/**
	 * An event is the array [name, ...]: what is spliced in must not be able to end it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "\",\"x", "\"]", "\\\",\\\"x", "],[", "\u0000" })
	void nameOfAnEventStaysAName(String name) {
		text("5:::" + JsonMapper.shared().createObjectNode().put("name", name));
		assertThat(this.recorder.packets).containsExactly("event / -1 " + name + " []");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\ud800", "\\udc00", "\\ud800x", "\\ud800\\ud800", "\\udc00\\ud800" })
	void halvesOfCharactersInANameAreNoError(String name) {
		text("5:::{\"name\":\"" + name + "\",\"args\":[1]}");
		assertThat(this.recorder.packets).hasSize(1);
		assertThat(this.recorder.packets.get(0)).startsWith("event / -1 ").endsWith(" [1]");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 17, 8_000, 70_000 })
	void readsOnlyItsPartOfTheArray(int offset) {
		for (String packet : List.of("5:1+:/a:{\"args\":[\"\u20ac\",[2]],\"x\":[],\"name\":\"\u20ac\"}",
				"5:1+:/a:{\"name\":\"\u20ac\",\"args\":[\"\u20ac\",[2]]}")) {
			byte[] data = ("]".repeat(offset) + packet + "]]}").getBytes(StandardCharsets.UTF_8);
			this.recorder.packets.clear();
			this.decoder.text(data, offset, data.length - offset - 3);
			assertThat(this.recorder.packets).containsExactly("event /a 1 \u20ac [\"\u20ac\", [2]]");
		}
		for (String packet : List.of("3:::{}x", "4::/a:[1]", "6:::5+[1]", "1::/a?b", "0::/a")) {
			byte[] data = ("]".repeat(offset) + packet + "]]}").getBytes(StandardCharsets.UTF_8);
			byte[] alone = packet.getBytes(StandardCharsets.UTF_8);
			this.recorder.packets.clear();
			this.decoder.text(alone, 0, alone.length);
			this.decoder.text(data, offset, data.length - offset - 3);
			assertThat(this.recorder.packets).hasSize(2);
			assertThat(this.recorder.packets.get(1)).isEqualTo(this.recorder.packets.get(0));
		}
	}

	@Test
	void argumentsOfAnyLengthAreFound() {
		String text = "\u20ac]".repeat(50_000);
		text("5:::{\"x\":\"" + text + "\",\"args\":[\"" + text + "\",1],\"name\":\"e\"}");
		assertThat(this.recorder.packets).containsExactly("event / -1 e [\"" + text + "\", 1]");
	}

	@Test
	void takesNamesUpToTheLimitAndRefusesLongerOnes() {
		String namespace = "/" + "\u20ac".repeat(255);
		String event = "\u20ac".repeat(256);
		text("5::" + namespace + ":{\"name\":\"" + event + "\"}");
		assertThat(this.recorder.packets).containsExactly("event " + namespace + " -1 " + event + " []");
		this.recorder.packets.clear();
		String query = "?" + "q".repeat(8_191);
		text("1::" + namespace + query);
		assertThat(this.recorder.packets).containsExactly("connect " + namespace + query + " (missing)");
		this.recorder.packets.clear();
		for (String packet : List.of("5::" + namespace + "x:{\"name\":\"e\"}", "1::" + namespace + "x",
				"0::/" + "x".repeat(1_000_000), "5:::{\"name\":\"" + event + "x\"}", "1::/chat" + query + "q",
				"5:1::{\"name\":\"" + event + "x\"}")) {
			assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> text(packet));
			assertThat(this.recorder.packets).isEmpty();
		}
	}

	@Test
	void namespaceOfFourByteCharactersIsMeasuredInCharacters() {
		String namespace = "/" + "\ud83d\ude00".repeat(127);
		text("1::" + namespace);
		assertThat(this.recorder.packets).containsExactly("connect " + namespace + " (missing)");
		assertThatExceptionOfType(PacketParseException.class)
			.isThrownBy(() -> text("1::" + namespace + "\ud83d\ude00"));
	}

	@Test
	void jsonMayBeNestedUpToTheLimit() {
		int depth = JsonLimits.DEFAULTS.maxDepth() - 1;
		text("5:::{\"name\":\"e\",\"args\":" + nested(depth) + "}");
		text("4:::" + nested(depth));
		text("6:::1+" + nested(depth + 1));
		assertThat(this.recorder.packets).hasSize(3);
		for (String packet : List.of("5:::{\"name\":\"e\",\"args\":" + nested(depth + 1) + "}",
				"4:::" + nested(depth + 1), "6:::1+" + nested(depth + 2), "4:::" + "[".repeat(100_000),
				"5:::" + "{\"name\":".repeat(100_000), "5:::{\"name\":\"e\",\"x\":" + "[".repeat(100_000))) {
			assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> text(packet));
		}
		assertThat(this.recorder.packets).hasSize(3);
	}

	private static String nested(int depth) {
		return "[".repeat(depth) + "]".repeat(depth);
	}

	@Test
	void refusesBinaryData() {
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> this.decoder.binary(new byte[] { 1 }));
	}

	@Test
	void refusesInvalidUtf8InTheJson() {
		for (String start : List.of("5:::{\"name\":\"e\",\"args\":[\"", "5:::{\"name\":\"", "4:::\"", "6:::1+[\"")) {
			byte[] packet = (start + "#\"]}").getBytes(StandardCharsets.US_ASCII);
			packet[start.length()] = (byte) 0xff;
			assertThatExceptionOfType(PacketParseException.class)
				.isThrownBy(() -> this.decoder.text(packet, 0, packet.length));
		}
		assertThat(this.recorder.packets).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			7::                | error / `` (none)
			7:::               | error / `` (none)
			7:::0              | error / transport not supported (none)
			7:::1+0            | error / client not handshaken reconnect
			7::/chat:2         | error /chat unauthorized (none)
			7:::3+1            | error / 3 1
			7:::no room+later  | error / no room later
			7:5:/chat:a+b+c    | error /chat a b+c
			7:::+              | error / `` ``
			""")
	void errorsAreReported(String packet, String expected) {
		text(packet);
		assertThat(this.recorder.packets).containsExactly(expected.replace("`", ""));
	}

	@Test
	void anErrorIsNotTooLong() {
		assertThatExceptionOfType(PacketParseException.class).isThrownBy(() -> text("7:::" + "x".repeat(2000)));
		assertThat(this.recorder.packets).isEmpty();
	}

	@Test
	void whatTheHandlerThrowsReachesTheCaller() {
		this.recorder.failure = new IllegalStateException("handler");
		for (String packet : List.of("5:::{\"name\":\"e\"}", "3:::x", "1::", "0::", "6:::1")) {
			assertThatIllegalStateException().isThrownBy(() -> text(packet));
		}
	}

	@Test
	void anyBytesAreEitherAPacketOrAParseError() {
		Random random = new Random(3);
		String[] seeds = { "0::/chat", "1::/chat?a=b", "2::", "3:1+:/c:text", "4:2::{\"a\":[1,2.5,null]}",
				"5:3+:/c:{\"name\":\"e\\u0041\",\"args\":[{\"a\":[1]},\"\\ud83d\\ude00\"]}",
				"5:::{\"args\":[1],\"name\":\"e\"}", "6::/c:12+[\"ok\",{}]", "7:::1+0", "8::" };
		String alphabet = "0123456789-+:/?,[]{}\":\\e_nud8c\u00e9\ufffd. ";
		int refused = 0;
		int rounds = 20_000;
		for (int round = 0; round < rounds; round++) {
			StringBuilder packet = new StringBuilder(seeds[random.nextInt(seeds.length)]);
			for (int i = random.nextInt(4); i >= 0 && packet.length() > 0; i--) {
				int position = random.nextInt(packet.length());
				switch (random.nextInt(3)) {
					case 0 -> packet.setCharAt(position, alphabet.charAt(random.nextInt(alphabet.length())));
					case 1 -> packet.insert(position, alphabet.charAt(random.nextInt(alphabet.length())));
					default -> packet.deleteCharAt(position);
				}
			}
			byte[] data = packet.toString().getBytes(StandardCharsets.UTF_8);
			if (data.length > 0 && random.nextInt(10) == 0) {
				data[random.nextInt(data.length)] = (byte) random.nextInt(256);
			}
			try {
				this.decoder.text(data, 0, data.length);
			}
			catch (PacketParseException ex) {
				refused++;
			}
		}
		assertThat(refused).isBetween(1_000, rounds - 1_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "5:::{\"name\":\"e\",\"args\":[0#,0#]}", "5:::{\"name\":\"e\",\"args\":[0#,[]#]}",
			"5:::{\"name\":\"e\"#,\"args\":[0]#}", "5:::{\"name\":\"e\"#,\"name\":\"f\"#}",
			"5:::{\"name\":\"#\\u0041#\"}", "5:#0#+::{\"name\":\"e\"}", "1::/#?#", "1::/c?#/#", "3:::#:#",
			"4:::[0#,0#]", "4:::#[#", "6:::#0#+[]", "6:::1+[0#,0#]", "#:#", "5::/#x#:{}" })
	void workGrowsNoFasterThanThePacket(String pattern) {
		String[] parts = pattern.split("#", -1);
		long one = allocated(parts[0] + parts[1].repeat(40_000) + parts[2]);
		long four = allocated(parts[0] + parts[1].repeat(160_000) + parts[2]);
		assertThat(four).isLessThan(6 * one + 1_000_000);
	}

	/** Counts bytes allocated by this thread: copying again and again would show. */
	private static long allocated(String packet) {
		JsonCodec json = new JsonCodec(JsonMapper.builder().build(), JsonLimits.DEFAULTS);
		byte[] data = packet.getBytes(StandardCharsets.UTF_8);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long fewest = Long.MAX_VALUE;
		for (int i = 0; i < 3; i++) {
			LegacyPacketDecoder decoder = new LegacyPacketDecoder(json, DecoderLimits.DEFAULTS, new Skipper());
			long before = threads.getCurrentThreadAllocatedBytes();
			try {
				decoder.text(data, 0, data.length);
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

	private static final class Skipper implements PacketHandler {

		@Override
		public void connect(String namespace, JsonNode auth) {
		}

		@Override
		public void disconnect(String namespace) {
		}

		@Override
		public void leave() {
		}

		@Override
		public void received(String namespace, long id) {
		}

		@Override
		public void event(String namespace, long id, ArgumentReader arguments) {
			arguments.capture();
		}

		@Override
		public void ack(String namespace, long id, JsonArguments arguments) {
		}

	}

	private static final class Recorder implements PacketHandler {

		private final List<String> packets = new ArrayList<>();

		private RuntimeException failure;

		private String first;

		@Override
		public void connect(String namespace, JsonNode auth) {
			add("connect", namespace, auth.isMissingNode() ? "(missing)" : auth);
		}

		@Override
		public void disconnect(String namespace) {
			add("disconnect", namespace);
		}

		@Override
		public void leave() {
			add("leave");
		}

		@Override
		public void received(String namespace, long id) {
			add("received", namespace, id);
		}

		@Override
		public void event(String namespace, long id, ArgumentReader arguments) {
			JsonArguments captured = arguments.capture();
			this.first = (captured.size() > 0) ? captured.nodes().get(0).asString("") : "";
			add("event", namespace, id, arguments.event(), captured.nodes());
		}

		@Override
		public void ack(String namespace, long id, JsonArguments arguments) {
			add("ack", namespace, id, arguments.nodes());
		}

		@Override
		public void unallowed(String namespace, String event) {
			add("unallowed", namespace, event);
		}

		@Override
		public void error(String namespace, String reason, @Nullable String advice) {
			add("error", namespace, reason, (advice != null) ? advice : "(none)");
		}

		private void add(Object... parts) {
			if (this.failure != null) {
				throw this.failure;
			}
			this.packets.add(Arrays.stream(parts).map(Object::toString).collect(Collectors.joining(" ")));
		}

	}

}
