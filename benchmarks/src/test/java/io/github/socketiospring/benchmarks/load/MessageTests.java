package io.github.socketiospring.benchmarks.load;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Messages carry the time, and wrong ones are found.
 */
class MessageTests {

	private final Message message = Message.ofObject("421[\"ack\",", "431[", 32);

	@Test
	void knowsWhenItWasSent() {
		ByteBuf answer = answer(1_000_000_007L);

		assertThat(this.message.check(answer, 0, answer.readableBytes(), 0, 1_000_000_107L)).isEqualTo(100);
	}

	@Test
	void isTheSameBehindItsMask() {
		ByteBuf frame = Unpooled.buffer();
		this.message.writeFrame(frame, 12_345);
		ByteBuf plain = Unpooled.buffer();
		this.message.write(plain, 12_345);
		byte[] unmasked = new byte[plain.readableBytes()];
		int header = frame.readableBytes() - unmasked.length;
		for (int i = 0; i < unmasked.length; i++) {
			unmasked[i] = (byte) (frame.getByte(header + i) ^ ClientFrame.MASK[i & 3]);
		}

		assertThat(unmasked).asString(StandardCharsets.US_ASCII)
			.isEqualTo(plain.toString(StandardCharsets.US_ASCII))
			.startsWith("421[\"ack\",{\"text\":\"aaa")
			.endsWith("F\"}]");
	}

	@Test
	void isToldFromOthersByItsEnd() {
		Message quick = Message.ofWait("42[\"mix\",", "42[\"mix\",", 32, 0);
		Message slow = Message.ofWait("42[\"mix\",", "42[\"mix\",", 32, 5);
		ByteBuf answer = Unpooled.buffer();
		slow.write(answer, 5);

		assertThat(answer.toString(StandardCharsets.US_ASCII)).endsWith("F\",\"millis\":5}]");
		assertThat(slow.hasEnd(answer, 0, answer.readableBytes())).isTrue();
		assertThat(quick.hasEnd(answer, 0, answer.readableBytes())).isFalse();
	}

	@Test
	void refusesWhatIsDifferent() {
		ByteBuf longer = answer(5).writeByte(' ');
		ByteBuf changed = answer(5);
		changed.setByte(changed.writerIndex() - 5, '?');

		assertThatExceptionOfType(LoadException.class)
			.isThrownBy(() -> this.message.check(longer, 0, longer.readableBytes(), 1, 6));
		assertThatExceptionOfType(LoadException.class)
			.isThrownBy(() -> this.message.check(changed, 0, changed.readableBytes(), 0, 6));
	}

	@Test
	void mayComeBackWithAnOffset() {
		Message message = this.message.withOffset();
		ByteBuf with = with(",\"offset-1\"]");
		ByteBuf without = answer(5);
		ByteBuf wrong = with(" \"offset-1\"]");
		ByteBuf changed = with(",\"offset-1\"]");
		changed.setByte(30, '?');

		assertThat(message.check(with, 0, with.readableBytes(), 0, 6)).isEqualTo(1);
		for (ByteBuf other : new ByteBuf[] { without, wrong, changed }) {
			assertThatExceptionOfType(LoadException.class)
				.isThrownBy(() -> message.check(other, 0, other.readableBytes(), 0, 6));
		}
	}

	private ByteBuf with(String end) {
		ByteBuf answer = answer(5);
		return answer.writerIndex(answer.writerIndex() - 1).writeBytes(end.getBytes(StandardCharsets.US_ASCII));
	}

	@Test
	void isMessagePackToo() {
		ByteBuf sent = Unpooled.buffer();
		Message message = Message.ofMsgpack("echo", 32);
		message.write(sent, 5);

		assertThat(sent.toString(StandardCharsets.ISO_8859_1))
			.startsWith("\u0083\u00a4type\u0002\u00a4data\u0092\u00a4echo")
			.endsWith("F\u00a3nsp\u00a1/");
		assertThat(message.check(sent, 0, sent.readableBytes(), 0, 6)).isEqualTo(1);
	}

	private ByteBuf answer(long time) {
		ByteBuf sent = Unpooled.buffer();
		this.message.write(sent, time);
		String text = sent.toString(StandardCharsets.US_ASCII);
		return Unpooled.copiedBuffer("431[" + text.substring(text.indexOf('{')), StandardCharsets.US_ASCII);
	}

}
