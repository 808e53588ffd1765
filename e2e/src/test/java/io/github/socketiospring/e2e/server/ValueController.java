package io.github.socketiospring.e2e.server;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.Ack;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Says what has become of values of which formats differ.
 */
@SocketIONamespace("/values")
class ValueController {

	@OnEvent("time")
	void time(JsonNode text, Ack ack) {
		ack.send(Instant.parse(text.stringValue()).toEpochMilli(), text);
	}

	@OnEvent("keys")
	List<String> keys(Map<String, Object> map) {
		return map.keySet().stream().sorted().toList();
	}

	@OnEvent("is-null")
	boolean isNull(@Nullable String text) {
		return text == null;
	}

	@OnEvent("double")
	double floating(double number) {
		return number;
	}

	@OnEvent("long")
	long whole(long number) {
		return number;
	}

	@OnEvent("wide")
	void wide(Ack ack) {
		BigInteger half = BigInteger.ONE.shiftLeft(63);
		ack.send(half, Long.MIN_VALUE, half.shiftLeft(1), new BigDecimal("0.25"), 0.1f);
	}

	@OnEvent("many-buffers")
	List<byte[]> buffers(int count) {
		List<byte[]> buffers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			byte[] buffer = new byte[i];
			Arrays.fill(buffer, (byte) i);
			buffers.add(buffer);
		}
		return buffers;
	}

	@OnEvent("lengths")
	List<Integer> lengths(List<byte[]> parts) {
		return parts.stream().map((part) -> part.length).toList();
	}

}
