package io.github.socketiospring.codec.engineio;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects the content of one message, with room in front for the header of a frame, so
 * that making the message copies nothing. Text is written as UTF-8. Used once, by one
 * thread.
 */
public final class MessageOutput extends OutputStream {

	private static final int MAX_SLACK = 1024;

	private final boolean binary;

	private byte[] array;

	private int end;

	MessageOutput(byte[] prefix, int expectedLength, boolean binary) {
		this.array = new byte[EngineMessage.HEADROOM + prefix.length + expectedLength];
		System.arraycopy(prefix, 0, this.array, EngineMessage.HEADROOM, prefix.length);
		this.end = EngineMessage.HEADROOM + prefix.length;
		this.binary = binary;
	}

	@Override
	public void write(int b) {
		ensure(1);
		this.array[this.end++] = (byte) b;
	}

	@Override
	public void write(byte[] bytes, int offset, int length) {
		ensure(length);
		System.arraycopy(bytes, offset, this.array, this.end, length);
		this.end += length;
	}

	/**
	 * Writes text.
	 * @param text any text
	 */
	public void write(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		write(bytes, 0, bytes.length);
	}

	/**
	 * Makes the message of what was written.
	 * @return the message; this output must not be used any more
	 */
	public EngineMessage toMessage() {
		// A queued message must not hold much more memory than it has bytes.
		boolean wasteful = this.array.length - this.end > MAX_SLACK;
		return new EngineMessage(wasteful ? Arrays.copyOf(this.array, this.end) : this.array, this.end, this.binary);
	}

	private void ensure(int length) {
		int needed = Math.addExact(this.end, length);
		if (needed > this.array.length) {
			this.array = Arrays.copyOf(this.array, Math.max(needed, (int) Math.min(2L * this.end, 1 << 30)));
		}
	}

}
