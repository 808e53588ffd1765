package io.github.socketiospring.codec.msgpack;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteCapability;
import tools.jackson.core.Version;
import tools.jackson.core.base.GeneratorBase;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.util.JacksonFeatureSet;

/**
 * The many forms in which Jackson lets serializers write a value, brought to the few of
 * which each is written in a way of its own. It has no state.
 */
abstract class BinaryGenerator extends GeneratorBase {

	BinaryGenerator(ObjectWriteContext context, IOContext io, int features) {
		super(context, io, features);
	}

	// Names and strings

	@Override
	public JsonGenerator writePropertyId(long id) {
		return writeName(Long.toString(id));
	}

	@Override
	public JsonGenerator writeString(char[] text, int offset, int length) {
		return writeString(new String(text, offset, length));
	}

	@Override
	public JsonGenerator writeString(Reader reader, int length) {
		StringWriter text = new StringWriter();
		try {
			if (length < 0) {
				reader.transferTo(text);
			}
			else {
				char[] read = new char[length];
				int count = 0;
				while (count < length) {
					int more = reader.read(read, count, length - count);
					if (more < 0) {
						_reportError("Too few characters: " + count + " of " + length);
					}
					count += more;
				}
				text.write(read);
			}
		}
		catch (IOException ex) {
			throw _wrapIOFailure(ex);
		}
		return writeString(text.toString());
	}

	@Override
	public JsonGenerator writeRawUTF8String(byte[] text, int offset, int length) {
		return writeUTF8String(text, offset, length);
	}

	@Override
	public JsonGenerator writeUTF8String(byte[] text, int offset, int length) {
		return writeString(new String(text, offset, length, StandardCharsets.UTF_8));
	}

	// Binary data

	@Override
	public int writeBinary(Base64Variant variant, InputStream data, int length) {
		try {
			byte[] bytes = (length < 0) ? data.readAllBytes() : data.readNBytes(length);
			writeBinary(variant, bytes, 0, bytes.length);
			return bytes.length;
		}
		catch (IOException ex) {
			throw JacksonIOException.construct(ex, this);
		}
	}

	// Numbers

	@Override
	public JsonGenerator writeNumber(short number) {
		return writeNumber((long) number);
	}

	@Override
	public JsonGenerator writeNumber(int number) {
		return writeNumber((long) number);
	}

	@Override
	public JsonGenerator writeNumber(@Nullable BigDecimal number) {
		return (number != null) ? writeNumber(number.doubleValue()) : writeNull();
	}

	@Override
	public JsonGenerator writeNumber(String digits) {
		try {
			return writeNumber(Long.parseLong(digits));
		}
		catch (NumberFormatException ex) {
			return writeNumber(Double.parseDouble(digits));
		}
	}

	// JSON

	@Override
	public JsonGenerator writeRawValue(String text, int offset, int length) {
		return writeRawValue(text.substring(offset, offset + length));
	}

	@Override
	public JsonGenerator writeRawValue(char[] text, int offset, int length) {
		return writeRawValue(new String(text, offset, length));
	}

	@Override
	public JsonGenerator writeRaw(String text) {
		return _reportUnsupportedOperation("MessagePack has no raw text: use writeRawValue for a whole JSON value");
	}

	@Override
	public JsonGenerator writeRaw(String text, int offset, int length) {
		return writeRaw(text);
	}

	@Override
	public JsonGenerator writeRaw(char[] text, int offset, int length) {
		return writeRaw("");
	}

	@Override
	public JsonGenerator writeRaw(char character) {
		return writeRaw("");
	}

	// What Jackson asks

	/**
	 * None: a serializer that may write binary data where it wrote text, such as that of
	 * UUIDs, is to write text.
	 */
	@Override
	public JacksonFeatureSet<StreamWriteCapability> streamWriteCapabilities() {
		return DEFAULT_WRITE_CAPABILITIES;
	}

	@Override
	public @Nullable Object streamWriteOutputTarget() {
		return null;
	}

	@Override
	public Version version() {
		return Version.unknownVersion();
	}

	@Override
	public void flush() {
		// Everything is where it belongs.
	}

	@Override
	protected void _closeInput() {
		// An array needs no closing.
	}

	@Override
	protected void _releaseBuffers() {
		// Its array is its own.
	}

}
