package io.github.socketiospring.codec.json;

import java.util.Arrays;
import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Arguments in JSON, with placeholders for binary data.
 *
 * @param codec opens the JSON
 * @param data holds the JSON; does not change any more
 * @param offset where it begins
 * @param length its length
 * @param attachments binary data for the placeholders
 */
@SuppressWarnings("ArrayRecordComponent")
record JsonBytes(JsonCodec codec, byte[] data, int offset, int length,
		List<byte[]> attachments) implements TokenSource {

	@Override
	public JsonParser open() {
		if (this.attachments.isEmpty()) {
			return this.codec.takeParser(this.data, this.offset, this.length);
		}
		try (JsonParser parser = this.codec.parser(this.data, this.offset, this.length)) {
			return Placeholders.replace(parser, this.attachments).asParser(this.codec.readContext());
		}
		catch (JacksonException ex) {
			throw PacketParseException.of(ex);
		}
	}

	@Override
	public void release(JsonParser parser) {
		this.codec.recycle(parser);
	}

	/** The array alone, without white space around it. */
	byte[] array() {
		int start = this.offset;
		while (this.data[start] != '[') {
			start++;
		}
		int end = this.offset + this.length;
		while (this.data[end - 1] != ']') {
			end--;
		}
		return Arrays.copyOfRange(this.data, start, end);
	}

}
