package io.github.socketiospring.codec.json;

import java.nio.charset.StandardCharsets;

import io.github.socketiospring.codec.text.PlainText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.Version;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.JsonReadContext;
import tools.jackson.core.json.PackageVersion;
import tools.jackson.core.json.UTF8StreamJsonParser;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;

/**
 * Jackson's factory, with a parser that makes a string of UTF-8 bytes in one step if
 * nothing in it is escaped and all of it is ASCII, rather than character by character.
 * <p>
 * To make a parser costs as much as to read a short message, so each thread uses one
 * again for messages that were read to their end. Jackson does not know of that: all its
 * fields must be set back here. A field that a release adds could let one client's data
 * reach another's. So parsers are used again only with the version this was written
 * against, and made anew with any other.
 */
final class ArrayJsonFactory extends JsonFactory {

	/** Whose parser's fields are those that {@link ArrayJsonParser} sets back. */
	static final Version KNOWN_VERSION = new Version(3, 1, 5, null, "tools.jackson.core", "jackson-core");

	/**
	 * Beyond this Jackson forgets all names, so that ever new ones use no more memory.
	 */
	private static final int MAX_NAMES = 6000;

	private final boolean reusing;

	private final ThreadLocal<Slot> idle = ThreadLocal.withInitial(Slot::new);

	ArrayJsonFactory(JsonFactoryBuilder builder) {
		this(builder, PackageVersion.VERSION);
	}

	ArrayJsonFactory(JsonFactoryBuilder builder, Version version) {
		super(builder);
		this.reusing = version.equals(KNOWN_VERSION);
	}

	/**
	 * Opens JSON with this thread's parser, if there is one that is idle.
	 * @param context what the parser reads for, the same each time
	 * @param data holds the JSON
	 * @param offset where it begins
	 * @param length its length
	 * @return a parser, to be {@linkplain #recycle recycled} or closed
	 */
	JsonParser takeParser(ObjectReadContext context, byte[] data, int offset, int length) {
		Slot slot = (this.reusing && !VirtualThreads.isVirtual()) ? this.idle.get() : null;
		ArrayJsonParser parser = (slot != null) ? slot.parser : null;
		if (slot == null || parser == null) {
			return createParser(context, data, offset, length);
		}
		slot.parser = null;
		parser.open(data, offset, offset + length);
		return parser;
	}

	/**
	 * Takes back a parser that has read to the end, on the thread that took it; nobody
	 * may use it any more.
	 * @param parser the parser
	 */
	void recycle(JsonParser parser) {
		parser.close();
		if (this.reusing && parser instanceof ArrayJsonParser own && own.isReusable() && !VirtualThreads.isVirtual()) {
			own.forget();
			this.idle.get().parser = own;
		}
	}

	/**
	 * What a thread keeps.
	 */
	private static final class Slot {

		private @Nullable ArrayJsonParser parser;

	}

	@Override
	protected JsonParser _createParser(ObjectReadContext readContext, IOContext ioContext, byte[] data, int offset,
			int length) {
		return new ArrayJsonParser(readContext, ioContext, readContext.getStreamReadFeatures(this._streamReadFeatures),
				readContext.getFormatReadFeatures(this._formatReadFeatures),
				this._byteSymbolCanonicalizer.makeChild(this._factoryFeatures), data, offset, offset + length);
	}

	/**
	 * The parser itself.
	 */
	static final class ArrayJsonParser extends UTF8StreamJsonParser {

		ArrayJsonParser(ObjectReadContext readContext, IOContext ioContext, int streamFeatures, int formatFeatures,
				ByteQuadsCanonicalizer symbols, byte[] data, int start, int end) {
			super(readContext, ioContext, streamFeatures, formatFeatures, null, symbols, data, start, end, 0, false);
		}

		void open(byte[] data, int start, int end) {
			this._closed = false;
			this._inputBuffer = data;
			this._inputPtr = start;
			this._inputEnd = end;
			this._currInputRow = 1;
			this._currInputRowStart = start;
			this._currInputProcessed = -start;
		}

		/** A buffer that has held binary data may be as large as a message. */
		boolean isReusable() {
			return this._symbols.size() <= MAX_NAMES && this._byteArrayBuilder == null;
		}

		/** All that comes of what has been read. */
		void forget() {
			this._inputBuffer = NO_BYTES;
			this._streamReadContext = JsonReadContext.createRootContext(null);
			this._currToken = null;
			this._lastClearedToken = null;
			this._nextToken = null;
			this._tokenIncomplete = false;
			this._nameCopied = false;
			this._binaryValue = null;
			this._numTypesValid = 0;
			this._numberBigInt = null;
			this._numberBigDecimal = null;
			this._numberString = null;
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
