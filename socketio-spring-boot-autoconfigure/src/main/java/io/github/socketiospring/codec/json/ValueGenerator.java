package io.github.socketiospring.codec.json;

import java.nio.charset.StandardCharsets;

import io.github.socketiospring.codec.text.PlainText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Writes values as {@code JSON.stringify} does: numbers that are not finite, and
 * {@code NaN}, are {@code null}. Strings take one step if they are ASCII and nothing in
 * them must be escaped.
 */
abstract class ValueGenerator extends JsonGeneratorDelegate {

	ValueGenerator(JsonGenerator target) {
		super(target, false);
	}

	@Override
	public JsonGenerator writeString(@Nullable String text) {
		if (text == null) {
			return super.writeString(text);
		}
		byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
		if (!PlainText.isPlain(text, bytes)) {
			return super.writeString(text);
		}
		this.delegate.writeRawUTF8String(bytes, 0, bytes.length);
		return this;
	}

	@Override
	public JsonGenerator writeNumber(double number) {
		if (Double.isFinite(number)) {
			this.delegate.writeNumber(number);
		}
		else {
			writeNull();
		}
		return this;
	}

	@Override
	public JsonGenerator writeNumber(float number) {
		if (Float.isFinite(number)) {
			this.delegate.writeNumber(number);
		}
		else {
			writeNull();
		}
		return this;
	}

	/** The delegate would not come back here for the elements. */
	@Override
	public JsonGenerator writeArray(double[] numbers, int offset, int length) {
		writeStartArray(numbers, length);
		for (int i = offset; i < offset + length; i++) {
			writeNumber(numbers[i]);
		}
		return writeEndArray();
	}

}
