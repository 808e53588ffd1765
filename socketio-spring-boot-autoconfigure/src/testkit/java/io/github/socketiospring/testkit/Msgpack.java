package io.github.socketiospring.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Writes MessagePack for tests, always in the largest form, which no encoder would choose.
 */
public final class Msgpack {

	/** JavaScript's {@code undefined}, as notepack.io 2 writes it. */
	public static final Raw UNDEFINED = hex("d40000");

	private final DataOutputStream output;

	private Msgpack(DataOutputStream output) {
		this.output = output;
	}

	/**
	 * Bytes that are written as they are.
	 *
	 * @param bytes any bytes, also such as are no MessagePack
	 */
	@SuppressWarnings("ArrayRecordComponent")
	public record Raw(byte[] bytes) {
	}

	public static Raw hex(String digits) {
		return new Raw(HexFormat.of().parseHex(digits.replace(" ", "")));
	}

	/** A packet, its entries in any order: keys and values in turn. */
	public static byte[] packet(@Nullable Object... entries) {
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
		for (int i = 0; i < entries.length; i += 2) {
			map.put(entries[i], entries[i + 1]);
		}
		return bytes(map);
	}

	public static byte[] event(String namespace, @Nullable Object... values) {
		return packet("type", 2, "data", java.util.Arrays.asList(values), "options", Map.of("compress", true), "nsp",
				namespace);
	}

	/** A value: map, list, string, number, truth value, byte array, null or {@link Raw}. */
	public static byte[] bytes(@Nullable Object value) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream output = new DataOutputStream(bytes)) {
			new Msgpack(output).write(value);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	private void write(@Nullable Object value) throws IOException {
		if (value == null) {
			this.output.write(0xC0);
		}
		else if (value instanceof Raw raw) {
			this.output.write(raw.bytes());
		}
		else if (value instanceof Boolean flag) {
			this.output.write(flag ? 0xC3 : 0xC2);
		}
		else if (value instanceof Double || value instanceof Float) {
			this.output.write(0xCB);
			this.output.writeDouble(((Number) value).doubleValue());
		}
		else if (value instanceof Number number) {
			this.output.write(0xD3);
			this.output.writeLong(number.longValue());
		}
		else if (value instanceof String text) {
			content(0xDB, text.getBytes(StandardCharsets.UTF_8));
		}
		else if (value instanceof byte[] bytes) {
			content(0xC6, bytes);
		}
		else if (value instanceof List<?> list) {
			this.output.write(0xDD);
			this.output.writeInt(list.size());
			for (Object element : list) {
				write(element);
			}
		}
		else if (value instanceof Map<?, ?> map) {
			this.output.write(0xDF);
			this.output.writeInt(map.size());
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				write(entry.getKey());
				write(entry.getValue());
			}
		}
		else {
			throw new IllegalArgumentException(value.getClass().getName());
		}
	}

	private void content(int first, byte[] bytes) throws IOException {
		this.output.write(first);
		this.output.writeInt(bytes.length);
		this.output.write(bytes);
	}

}
