package io.github.socketiospring.codec.msgpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers in arrays of bytes, the highest byte first.
 */
final class Bytes {

	private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private Bytes() {
	}

	static int unsigned8(byte[] data, int position) {
		return data[position] & 0xFF;
	}

	static short signed16(byte[] data, int position) {
		return (short) SHORT.get(data, position);
	}

	static int unsigned16(byte[] data, int position) {
		return (short) SHORT.get(data, position) & 0xFFFF;
	}

	static int signed32(byte[] data, int position) {
		return (int) INT.get(data, position);
	}

	static long unsigned32(byte[] data, int position) {
		return (int) INT.get(data, position) & 0xFFFFFFFFL;
	}

	static long signed64(byte[] data, int position) {
		return (long) LONG.get(data, position);
	}

	static void put16(byte[] data, int position, int value) {
		SHORT.set(data, position, (short) value);
	}

	static void put32(byte[] data, int position, int value) {
		INT.set(data, position, value);
	}

	static void put64(byte[] data, int position, long value) {
		LONG.set(data, position, value);
	}

}
