package io.github.socketiospring.codec.engineio;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * What one revision of the engine's protocol puts in front of the content of a message,
 * so that whoever writes the content writes it right behind and nothing is copied
 * afterwards. Immutable, so safe for use by any thread.
 */
public final class MessageFraming {

	private final byte[] textPrefix;

	private final byte @Nullable [] binaryPrefix;

	/**
	 * Creates a framing.
	 * @param textPrefix what stands before text, may be empty; copied
	 * @param binaryPrefix what stands before bytes, may be empty; {@code null} if this
	 * revision has no binary messages; copied
	 */
	public MessageFraming(byte[] textPrefix, byte @Nullable [] binaryPrefix) {
		this.textPrefix = textPrefix.clone();
		this.binaryPrefix = (binaryPrefix != null) ? binaryPrefix.clone() : null;
	}

	/**
	 * Returns how many bytes stand before the content of a text message.
	 * @return the number of bytes, 0 if none
	 */
	public int textPrefixLength() {
		return this.textPrefix.length;
	}

	/**
	 * Starts a text message.
	 * @param expectedLength the expected length of the content in bytes; it may be
	 * exceeded
	 * @return an output that stands where the content begins
	 */
	public MessageOutput textOutput(int expectedLength) {
		return new MessageOutput(this.textPrefix, expectedLength, false);
	}

	/**
	 * Starts a binary message.
	 * @param expectedLength the expected length of the content in bytes; it may be
	 * exceeded
	 * @return an output that stands where the content begins
	 * @throws UnsupportedOperationException if this revision has no binary messages
	 */
	public MessageOutput binaryOutput(int expectedLength) {
		return new MessageOutput(binaryPrefix(), expectedLength, true);
	}

	/**
	 * Makes a message of text.
	 * @param text the content
	 * @return the message
	 */
	public EngineMessage text(String text) {
		return EngineMessage.of(this.textPrefix, text.getBytes(StandardCharsets.UTF_8), false);
	}

	/**
	 * Makes a message of bytes.
	 * @param data the content; copied
	 * @return the message
	 * @throws UnsupportedOperationException if this revision has no binary messages
	 */
	public EngineMessage binary(byte[] data) {
		return EngineMessage.of(binaryPrefix(), data, true);
	}

	private byte[] binaryPrefix() {
		byte[] prefix = this.binaryPrefix;
		if (prefix == null) {
			throw new UnsupportedOperationException("This revision has no binary messages");
		}
		return prefix;
	}

}
