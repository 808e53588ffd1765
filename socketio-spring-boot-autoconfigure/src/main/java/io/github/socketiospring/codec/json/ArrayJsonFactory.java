package io.github.socketiospring.codec.json;

import java.nio.charset.StandardCharsets;

import io.github.socketiospring.codec.text.PlainText;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.UTF8StreamJsonParser;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;

/**
 * Jackson's factory, with a parser that makes a string of UTF-8 bytes in one step if
 * nothing in it is escaped and all of it is ASCII, rather than character by character.
 * Its buffers and names are Jackson's own, and used again as Jackson does: a parser reads
 * one message, so nothing of that can reach another.
 */
final class ArrayJsonFactory extends JsonFactory {

	ArrayJsonFactory(JsonFactoryBuilder builder) {
		super(builder);
	}

	@Override
	protected JsonParser _createParser(ObjectReadContext readContext, IOContext ioContext, byte[] data, int offset,
			int length) {
		return new ArrayJsonParser(readContext, ioContext, readContext.getStreamReadFeatures(this._streamReadFeatures),
				readContext.getFormatReadFeatures(this._formatReadFeatures),
				this._byteSymbolCanonicalizer.makeChild(this._factoryFeatures), data, offset, offset + length);
	}

	private static final class ArrayJsonParser extends UTF8StreamJsonParser {

		ArrayJsonParser(ObjectReadContext readContext, IOContext ioContext, int streamFeatures, int formatFeatures,
				ByteQuadsCanonicalizer symbols, byte[] data, int start, int end) {
			super(readContext, ioContext, streamFeatures, formatFeatures, null, symbols, data, start, end, 0, false);
		}

		@Override
		protected String _finishAndReturnString() {
			int start = this._inputPtr;
			int end = PlainText.endOfPlain(this._inputBuffer, start, this._inputEnd);
			if (end == this._inputEnd || this._inputBuffer[end] != '"') {
				return super._finishAndReturnString();
			}
			String value = new String(this._inputBuffer, start, end - start, StandardCharsets.ISO_8859_1);
			this._inputPtr = end + 1;
			this._textBuffer.resetWithString(value);
			return value;
		}

	}

}
