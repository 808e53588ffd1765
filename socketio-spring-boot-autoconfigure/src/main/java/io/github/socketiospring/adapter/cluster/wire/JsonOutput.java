package io.github.socketiospring.adapter.cluster.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.text.PlainText;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Writes a message as {@code JSON.stringify} does, without white space. Binary data has
 * no place in it.
 */
final class JsonOutput extends MessageOutput {

	private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private final JsonCodec codec;

	private byte[] bytes = new byte[512];

	private int length;

	/** Whether a comma is due before the next value or name. */
	private boolean comma;

	JsonOutput(JsonCodec codec) {
		this.codec = codec;
	}

	private void put(int b) {
		ensure(1);
		this.bytes[this.length++] = (byte) b;
	}

	private void put(byte[] source, int offset, int count) {
		ensure(count);
		System.arraycopy(source, offset, this.bytes, this.length, count);
		this.length += count;
	}

	private void put(byte[] source) {
		put(source, 0, source.length);
	}

	private void ensure(int count) {
		int needed = Math.addExact(this.length, count);
		if (needed > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, (int) Math.max(needed, Math.min(2L * this.length, 1 << 30)));
		}
	}

	private void begin() {
		if (this.comma) {
			put(',');
		}
		this.comma = true;
	}

	@Override
	void startObject(int entries) {
		start('{');
	}

	private void start(char bracket) {
		begin();
		put(bracket);
		this.comma = false;
	}

	@Override
	void endObject() {
		end('}');
	}

	private void end(char bracket) {
		put(bracket);
		this.comma = true;
	}

	@Override
	void startArray(int values) {
		start('[');
	}

	@Override
	void endArray() {
		end(']');
	}

	@Override
	void name(String name) {
		begin();
		quote(name);
		put(':');
		this.comma = false;
	}

	@Override
	void string(String text) {
		begin();
		quote(text);
	}

	@Override
	void number(long number) {
		ascii(Long.toString(number));
	}

	@Override
	void truth(boolean value) {
		ascii(Boolean.toString(value));
	}

	private void ascii(String text) {
		begin();
		put(text.getBytes(StandardCharsets.US_ASCII));
	}

	@Override
	void tree(JsonNode value) {
		begin();
		ByteArrayOutputStream json = new ByteArrayOutputStream(128);
		this.codec.writeValue(json, value);
		put(json.toByteArray());
	}

	private void quote(String text) {
		put('"');
		byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
		if (PlainText.isPlain(text, latin)) {
			put(latin);
		}
		else {
			escape(text);
		}
		put('"');
	}

	/** What UTF-8 has no bytes for is escaped, so that it arrives as it is. */
	private void escape(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"' || c == '\\') {
				put('\\');
				put(c);
			}
			else if (Character.isHighSurrogate(c) && i + 1 < text.length()
					&& Character.isLowSurrogate(text.charAt(i + 1))) {
				put(text.substring(i, i + 2).getBytes(StandardCharsets.UTF_8));
				i++;
			}
			else if (c < ' ' || Character.isSurrogate(c)) {
				put('\\');
				put('u');
				for (int shift = 12; shift >= 0; shift -= 4) {
					put(HEX[(c >> shift) & 0xF]);
				}
			}
			else if (c < 0x80) {
				put(c);
			}
			else {
				put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
			}
		}
	}

	// What is JSON already

	@Override
	void event(String event, Payload arguments) {
		byte[] json = json(arguments);
		startArray(0);
		string(event);
		if (!isEmpty(json)) {
			put(',');
		}
		put(json, 1, json.length - 1);
		this.comma = true;
	}

	@Override
	void values(Payload values) {
		begin();
		put(json(values));
	}

	@Override
	int first(String name, Payload values) {
		byte[] json = json(values);
		if (isEmpty(json)) {
			return 0;
		}
		name(name);
		begin();
		try (JsonParser parser = this.codec.parser(json, 0, json.length)) {
			parser.nextToken();
			parser.nextToken();
			int start = (int) parser.currentTokenLocation().getByteOffset();
			parser.skipChildren();
			parser.finishToken();
			int end = (int) parser.currentLocation().getByteOffset();
			put(json, start, end - start);
			return (parser.nextToken() == JsonToken.END_ARRAY) ? 1 : 2;
		}
	}

	private static byte[] json(Payload payload) {
		Payload.Written written = payload.written();
		if (!written.attachments().isEmpty()) {
			throw new IllegalStateException("JSON cannot hold binary data");
		}
		return written.json();
	}

	static boolean isEmpty(byte[] json) {
		int i = 1;
		while (json[i] == ' ' || json[i] == '\t' || json[i] == '\n' || json[i] == '\r') {
			i++;
		}
		return json[i] == ']';
	}

	@Override
	byte[] toBytes() {
		return Arrays.copyOf(this.bytes, this.length);
	}

}
