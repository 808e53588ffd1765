package io.github.socketiospring.transport.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link FrameReader}.
 */
class FrameReaderTests {

	private static final int MAX = 70_000;

	private static final HexFormat HEX = HexFormat.of();

	/**
	 * Counts what is not released; the leak detector would note each byte that is read.
	 */
	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

	private final Recorder recorder = new Recorder();

	private final FrameReader reader = new FrameReader(this.allocator, MAX, this.recorder);

	@AfterEach
	void everythingIsReleased() {
		this.reader.stop();
		assertThat(memory()).isZero();
	}

	private long memory() {
		return this.allocator.metric().usedHeapMemory() + this.allocator.metric().usedDirectMemory();
	}

	private ByteBuf buffer(byte... bytes) {
		return this.allocator.buffer(Math.max(bytes.length, 1)).writeBytes(bytes);
	}

	private void read(byte... bytes) {
		ByteBuf buffer = buffer(bytes);
		this.reader.read(buffer);
		assertThat(buffer.refCnt()).isZero();
	}

	private void readHex(String hex) {
		read(HEX.parseHex(hex.replace(" ", "")));
	}

	@Test
	void everySplitGivesTheSameFrames() {
		Random random = new Random(1);
		ByteArrayOutputStream stream = new ByteArrayOutputStream();
		List<String> expected = new ArrayList<>();
		int[] opcodes = { 1, 0, 2, 8, 9, 10 };
		for (int length : new int[] { 0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 125, 126, 127, 300 }) {
			int opcode = opcodes[expected.size() % ((length > 125) ? 3 : 6)];
			byte[] payload = bytes(random, length);
			boolean isFinal = opcode >= 8 || random.nextBoolean();
			stream.writeBytes(frame(random, isFinal, opcode, payload));
			expected.add(string(opcode, isFinal, payload));
		}
		byte[] all = stream.toByteArray();
		for (int first = 0; first <= all.length; first++) {
			read(Arrays.copyOf(all, first));
			read(Arrays.copyOfRange(all, first, all.length));
			assertThat(this.recorder.take()).isEqualTo(expected);
			assertThat(memory()).isZero();
		}
		for (int piece = 1; piece <= 20; piece++) {
			for (int i = 0; i < all.length; i += piece) {
				read(Arrays.copyOfRange(all, i, Math.min(all.length, i + piece)));
			}
			assertThat(this.recorder.take()).isEqualTo(expected);
			assertThat(memory()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 125, 126, 127, 65535, 65536, MAX })
	void lengths(int length) {
		Random random = new Random(length);
		byte[] payload = bytes(random, length);
		byte[] frame = frame(random, true, 2, payload);
		int[] splits = { 0, 1, 2, 3, 4, 5, 9, 10, 13, 14, frame.length - 1, frame.length };
		for (int split : splits) {
			int first = Math.min(split, frame.length);
			read(Arrays.copyOf(frame, first));
			read(Arrays.copyOfRange(frame, first, frame.length));
			assertThat(this.recorder.take()).containsExactly(string(2, true, payload));
		}
	}

	@ParameterizedTest
	@CsvSource({ "82 ff 00 00 00 00 00 01 11 71, 1009", "82 ff 00 00 00 00 7f ff ff ff, 1009",
			"82 ff 00 00 00 00 80 00 00 00, 1009", "82 ff 00 00 00 00 ff ff ff ff, 1009",
			"82 ff 00 00 00 01 00 00 00 00, 1009", "82 ff 7f ff ff ff ff ff ff ff, 1009",
			"82 ff 80 00 00 00 00 00 00 00, 1002", "82 ff ff ff ff ff ff ff ff ff, 1002",
			"82 ff ff ff ff ff 00 00 00 01, 1002", "82 ff 00 00 00 00 00 00 ff ff, 1002",
			"82 ff 00 00 00 00 00 00 00 00, 1002", "82 fe 00 7d, 1002", "82 fe 00 00, 1002" })
	void lengthsThatAreRefusedByTheHead(String head, int status) {
		readHex(head + "01 02 03 04");
		assertRefused(status);
	}

	@ParameterizedTest
	@ValueSource(strings = {
			// not masked
			"81 00", "81 01", "82 7e", "89 00",
			// reserved bits
			"c1 80", "a1 80", "91 80", "f1 80", "c8 80", "b0 80",
			// reserved opcodes
			"83 80", "84 80", "85 80", "86 80", "87 80", "8b 80", "8c 80", "8d 80", "8e 80", "8f 80", "03 80",
			// control frames in fragments
			"08 80", "09 80", "0a 80",
			// or too long
			"88 fe", "89 fe", "8a fe", "88 ff", "89 ff", "8a ff" })
	void violationsAreSeenInTwoBytes(String start) {
		readHex(start);
		assertRefused(1002);
	}

	@Test
	void violationsAreSeenInPieces() {
		readHex("82 80 01 02 03 04 81");
		assertThat(this.recorder.take()).containsExactly("2 true ");
		assertThat(memory()).isPositive();
		readHex("00");
		assertRefused(1002);
	}

	/** And nothing follows. */
	private void assertRefused(int status) {
		assertThat(this.recorder.take()).containsExactly("violation " + status);
		assertThat(memory()).isZero();
		read(frame(new Random(1), true, 1, new byte[3]));
		readHex("81 00");
		readHex("");
		assertThat(this.recorder.take()).isEmpty();
		assertThat(memory()).isZero();
	}

	@Test
	void nothingIsReadBehindAViolation() {
		readHex("81 80 01 02 03 04 91 80 01 02 03 04 81 80 01 02 03 04");
		assertThat(this.recorder.take()).containsExactly("1 true ", "violation 1002");
		assertThat(memory()).isZero();
	}

	@Test
	void whoeverTakesAFrameMayStop() {
		this.recorder.onFrame = this.reader::stop;
		readHex("81 80 01 02 03 04 82 80 01 02 03 04 82");
		assertThat(this.recorder.take()).containsExactly("1 true ");
		assertThat(memory()).isZero();
	}

	@Test
	void whoeverTakesAFrameMayStopThoughBytesWereKept() {
		readHex("81 80 01");
		this.recorder.onFrame = this.reader::stop;
		readHex("02 03 04 82 80 01 02 03 04 82");
		assertThat(this.recorder.take()).containsExactly("1 true ");
		assertThat(memory()).isZero();
	}

	@Test
	void stoppingReleasesWhatIsKept() {
		readHex("81 81 01 02 03 04");
		assertThat(memory()).isPositive();
		this.reader.stop();
		assertThat(memory()).isZero();
		this.reader.stop();
		readHex("05");
		assertThat(this.recorder.take()).isEmpty();
	}

	@Test
	void aFailureLosesNoBuffer() {
		this.recorder.onFrame = () -> {
			throw new IllegalStateException("intended");
		};
		for (String rest : List.of("", "81", "81 80 01 02 03 04", "81 80 01 02 03 04 81")) {
			for (int kept = 0; kept < 6; kept++) {
				RecordedReader failing = new RecordedReader();
				byte[] bytes = HEX.parseHex(("81 80 01 02 03 04" + rest).replace(" ", ""));
				failing.reader.read(buffer(Arrays.copyOf(bytes, kept)));
				ByteBuf last = buffer(Arrays.copyOfRange(bytes, kept, bytes.length));
				assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> failing.reader.read(last));
				assertThat(last.refCnt()).isZero();
				failing.reader.stop();
				assertThat(memory()).isZero();
			}
		}
	}

	@Test
	void noMemoryToKeepBytesLosesNoBuffer() {
		ByteBufAllocator none = mock();
		given(none.buffer(anyInt())).willThrow(new OutOfMemoryError("intended"));
		FrameReader starved = new FrameReader(none, MAX, this.recorder);
		ByteBuf start = buffer((byte) 0x81);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> starved.read(start));
		assertThat(start.refCnt()).isZero();
		starved.stop();
	}

	@Test
	void noMemoryForMoreBytesLosesNoBuffer() {
		// Refuses to grow, as direct memory does at its limit.
		ByteBufAllocator little = mock();
		given(little.buffer(anyInt())).willReturn(this.allocator.buffer(1, 1));
		FrameReader starved = new FrameReader(little, MAX, this.recorder);
		starved.read(buffer((byte) 0x81));
		ByteBuf more = buffer((byte) 0x80);
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> starved.read(more));
		assertThat(more.refCnt()).isZero();
		starved.stop();
	}

	@Test
	void whatIsKeptDoesNotGrow() {
		Random random = new Random(3);
		byte[] frame = frame(random, true, 2, bytes(random, 1000));
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (int i = 0; i < 1001; i++) {
			frames.writeBytes(frame);
		}
		byte[] all = frames.toByteArray();
		// Never at the end of a frame, so that something is always kept.
		for (int i = 0; i + 1007 <= all.length; i += 1007) {
			read(Arrays.copyOfRange(all, i, i + 1007));
			assertThat(memory()).isLessThanOrEqualTo(4096);
		}
		assertThat(this.recorder.take()).hasSize(all.length / 1007 * 1007 / frame.length);
	}

	@Test
	void readsWhatNettyReads() {
		Random random = new Random(6455);
		int refused = 0;
		for (int round = 0; round < 3000; round++) {
			byte[] stream = stream(random, round % 3 != 0);
			List<String> netty = netty(stream, new Random(round));
			List<String> ours = ours(stream, new Random(round));
			String last = ours.get(ours.size() - 1);
			if (last.startsWith("8 ")) {
				// What is in a close frame is for the handler to judge.
				assertThat(netty.subList(0, ours.size() - 1)).as(HEX.formatHex(stream))
					.isEqualTo(ours.subList(0, ours.size() - 1));
			}
			else if (last.equals("violation 1009") && netty.get(netty.size() - 1).equals("violation 1002")) {
				// Both too long and out of order.
				assertThat(netty.subList(0, ours.size() - 1)).as(HEX.formatHex(stream))
					.isEqualTo(ours.subList(0, ours.size() - 1));
			}
			else {
				assertThat(ours).as(HEX.formatHex(stream)).isEqualTo(netty);
				refused++;
			}
		}
		assertThat(refused).isGreaterThan(1500);
	}

	/** Valid frames, or some with a few bits that were flipped. */
	private static byte[] stream(Random random, boolean mutated) {
		ByteArrayOutputStream stream = new ByteArrayOutputStream();
		boolean open = false;
		for (int i = random.nextInt(8); i >= 0; i--) {
			boolean control = random.nextInt(3) == 0;
			boolean isFinal = control || random.nextBoolean();
			int opcode = control ? 9 + random.nextInt(2) : open ? 0 : 1 + random.nextInt(2);
			open = control ? open : !isFinal;
			int length = control ? random.nextInt(126) : lengthOf(random);
			byte[] frame = frame(random, isFinal, opcode, bytes(random, length));
			for (int flips = mutated ? random.nextInt(3) : 0; flips > 0; flips--) {
				frame[random.nextInt(Math.min(frame.length, 14))] ^= (byte) (1 << random.nextInt(8));
			}
			stream.writeBytes(frame);
		}
		// Completes whatever is not complete, and is then refused.
		stream.writeBytes(new byte[2 * MAX_RANDOM]);
		return stream.toByteArray();
	}

	private static final int MAX_RANDOM = 300;

	private static int lengthOf(Random random) {
		return switch (random.nextInt(4)) {
			case 0 -> random.nextInt(3);
			case 1 -> 124 + random.nextInt(4);
			case 2 -> MAX_RANDOM - random.nextInt(2);
			default -> random.nextInt(MAX_RANDOM);
		};
	}

	private List<String> ours(byte[] stream, Random random) {
		RecordedReader ours = new RecordedReader();
		for (byte[] piece : pieces(stream, random)) {
			ours.reader.read(buffer(piece));
		}
		ours.reader.stop();
		assertThat(memory()).isZero();
		return ours.inOrder();
	}

	private List<String> netty(byte[] stream, Random random) {
		List<String> frames = new ArrayList<>();
		EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
			.maxFramePayloadLength(MAX_RANDOM)
			.expectMaskedFrames(true)
			.allowExtensions(false)
			.closeOnProtocolViolation(true)
			.build()));
		channel.config().setAllocator(this.allocator);
		String violation = null;
		for (byte[] piece : pieces(stream, random)) {
			try {
				if (!channel.isOpen()) {
					break;
				}
				channel.writeInbound(channel.alloc().buffer().writeBytes(piece));
			}
			catch (CorruptedWebSocketFrameException ex) {
				violation = "violation " + ex.closeStatus().code();
				break;
			}
		}
		WebSocketFrame frame;
		while ((frame = channel.readInbound()) != null) {
			byte[] payload = new byte[frame.content().readableBytes()];
			frame.content().readBytes(payload);
			frames.add(string(opcode(frame), frame.isFinalFragment(), payload));
			ReferenceCountUtil.release(frame);
		}
		if (violation != null) {
			frames.add(violation);
		}
		channel.finishAndReleaseAll();
		assertThat(memory()).isZero();
		return frames;
	}

	private static int opcode(WebSocketFrame frame) {
		List<Class<?>> types = List.of(ContinuationWebSocketFrame.class, TextWebSocketFrame.class,
				BinaryWebSocketFrame.class, CloseWebSocketFrame.class, PingWebSocketFrame.class,
				PongWebSocketFrame.class);
		return new int[] { 0, 1, 2, 8, 9, 10 }[types.indexOf(frame.getClass())];
	}

	private static List<byte[]> pieces(byte[] stream, Random random) {
		List<byte[]> pieces = new ArrayList<>();
		int largest = 1 + random.nextInt(random.nextBoolean() ? 20 : 2000);
		for (int i = 0; i < stream.length;) {
			int end = Math.min(stream.length, i + 1 + random.nextInt(largest));
			pieces.add(Arrays.copyOfRange(stream, i, end));
			i = end;
		}
		return pieces;
	}

	private static byte[] bytes(Random random, int length) {
		byte[] bytes = new byte[length];
		random.nextBytes(bytes);
		return bytes;
	}

	private static byte[] frame(Random random, boolean isFinal, int opcode, byte[] payload) {
		ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
		frame.put((byte) ((isFinal ? 0x80 : 0) | opcode));
		if (payload.length < 126) {
			frame.put((byte) (0x80 | payload.length));
		}
		else if (payload.length < 65536) {
			frame.put((byte) 0xfe).putShort((short) payload.length);
		}
		else {
			frame.put((byte) 0xff).putLong(payload.length);
		}
		byte[] mask = bytes(random, 4);
		frame.put(mask);
		for (int i = 0; i < payload.length; i++) {
			frame.put((byte) (payload[i] ^ mask[i % 4]));
		}
		return Arrays.copyOf(frame.array(), frame.position());
	}

	private static String string(int opcode, boolean isFinal, byte[] payload) {
		return opcode + " " + isFinal + " " + HEX.formatHex(payload);
	}

	private static class Recorder implements FrameReader.FrameConsumer {

		private final List<String> events = new ArrayList<>();

		private @Nullable Runnable onFrame;

		@Override
		public void frame(int opcode, boolean isFinal, byte[] payload) {
			this.events.add(string(opcode, isFinal, payload));
			if (this.onFrame != null) {
				this.onFrame.run();
			}
		}

		@Override
		public void violation(WebSocketCloseStatus status, String description) {
			assertThat(description).isNotBlank();
			this.events.add("violation " + status.code());
		}

		List<String> take() {
			List<String> taken = List.copyOf(this.events);
			this.events.clear();
			return taken;
		}

	}

	/** Another reader, which the handler's rules may stop. */
	private final class RecordedReader {

		private final Recorder recorder = new Recorder();

		private final FrameReader reader = new FrameReader(FrameReaderTests.this.allocator, MAX_RANDOM, this.recorder);

		RecordedReader() {
			this.recorder.onFrame = FrameReaderTests.this.recorder.onFrame;
		}

		/** Until a close frame or one that is out of order. */
		List<String> inOrder() {
			List<String> frames = new ArrayList<>();
			boolean open = false;
			for (String event : this.recorder.take()) {
				boolean data = event.startsWith("0 ") || event.startsWith("1 ") || event.startsWith("2 ");
				if (data && open != event.startsWith("0 ")) {
					frames.add("violation 1002");
					return frames;
				}
				frames.add(event);
				if (event.startsWith("8 ")) {
					return frames;
				}
				open = data ? event.charAt(2) == 'f' : open;
			}
			return frames;
		}

	}

}
