package io.github.socketiospring.codec.json;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Puts binary attachments where their placeholders stand:
 * {@code {"_placeholder":true,"num":i}}, the keys in either order. A key of that name is
 * ordinary data if its value is anything but {@code true}.
 */
final class Placeholders {

	private static final String MARK = "_placeholder";

	private static final String INDEX = "num";

	private final JsonParser source;

	private final TokenBuffer target = new TokenBuffer(ObjectWriteContext.empty(), false);

	private final List<byte[]> attachments;

	private int replaced;

	private Placeholders(JsonParser source, List<byte[]> attachments) {
		this.source = source;
		this.attachments = attachments;
	}

	/**
	 * Copies all tokens, in one pass.
	 * @param source the tokens
	 * @param attachments the binary data
	 * @return the tokens with binary values in them
	 * @throws PacketParseException if a placeholder points nowhere
	 */
	static TokenBuffer replace(JsonParser source, List<byte[]> attachments) {
		Placeholders placeholders = new Placeholders(source, attachments);
		JsonToken token;
		while ((token = source.nextToken()) != null) {
			placeholders.copy(token);
		}
		return placeholders.target;
	}

	private void copy(JsonToken token) {
		if (token == JsonToken.START_OBJECT) {
			copyObjectStart();
		}
		else if (token == JsonToken.PROPERTY_NAME && MARK.equals(this.source.currentName())) {
			JsonToken value = this.source.nextToken();
			if (value == JsonToken.VALUE_TRUE) {
				// Mixed with other properties: no client writes that.
				throw illegal();
			}
			this.target.writeName(MARK);
			copy(value);
		}
		else {
			this.target.copyCurrentEvent(this.source);
		}
	}

	private void copyObjectStart() {
		JsonToken token = this.source.nextToken();
		String name = (token == JsonToken.PROPERTY_NAME) ? this.source.currentName() : null;
		if (MARK.equals(name)) {
			JsonToken value = this.source.nextToken();
			if (value != JsonToken.VALUE_TRUE) {
				this.target.writeStartObject();
				this.target.writeName(MARK);
				copy(value);
				return;
			}
			expectName(INDEX);
			replace(index(this.source.nextToken()));
			expect(JsonToken.END_OBJECT);
			return;
		}
		if (INDEX.equals(name)) {
			JsonToken value = this.source.nextToken();
			if (value == JsonToken.VALUE_NUMBER_INT) {
				copyNumberOrReplace();
				return;
			}
			this.target.writeStartObject();
			this.target.writeName(INDEX);
			copy(value);
			return;
		}
		this.target.writeStartObject();
		if (token != null) {
			this.target.copyCurrentEvent(this.source);
		}
	}

	private void copyNumberOrReplace() {
		String digits = this.source.getString();
		Number number = this.source.getNumberValue();
		JsonToken token = this.source.nextToken();
		if (token == JsonToken.PROPERTY_NAME && MARK.equals(this.source.currentName())) {
			JsonToken value = this.source.nextToken();
			if (value == JsonToken.VALUE_TRUE) {
				replace(index(digits));
				expect(JsonToken.END_OBJECT);
				return;
			}
			startWithNumber(number);
			this.target.writeName(MARK);
			copy(value);
			return;
		}
		startWithNumber(number);
		if (token != null) {
			this.target.copyCurrentEvent(this.source);
		}
	}

	private void startWithNumber(Number number) {
		this.target.writeStartObject();
		this.target.writeName(INDEX);
		if (number instanceof java.math.BigInteger big) {
			this.target.writeNumber(big);
		}
		else if (number instanceof Integer) {
			this.target.writeNumber(number.intValue());
		}
		else {
			this.target.writeNumber(number.longValue());
		}
	}

	private void expect(JsonToken token) {
		if (this.source.nextToken() != token) {
			throw illegal();
		}
	}

	private void expectName(String name) {
		if (this.source.nextToken() != JsonToken.PROPERTY_NAME || !name.equals(this.source.currentName())) {
			throw illegal();
		}
	}

	private int index(@Nullable JsonToken token) {
		if (token != JsonToken.VALUE_NUMBER_INT) {
			throw illegal();
		}
		return index(this.source.getString());
	}

	private static int index(String digits) {
		try {
			return Integer.parseInt(digits);
		}
		catch (NumberFormatException ex) {
			throw illegal();
		}
	}

	private void replace(int index) {
		// One placeholder per attachment is what every client writes. More would let a
		// small packet grow without bound where the bytes are copied or become text.
		if (index < 0 || index >= this.attachments.size() || ++this.replaced > this.attachments.size()) {
			throw illegal();
		}
		byte[] data = this.attachments.get(index);
		this.target.writeEmbeddedObject(data);
	}

	private static PacketParseException illegal() {
		return new PacketParseException("illegal attachments");
	}

}
