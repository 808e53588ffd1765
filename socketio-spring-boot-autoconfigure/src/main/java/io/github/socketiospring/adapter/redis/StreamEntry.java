package io.github.socketiospring.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.lettuce.core.StreamMessage;

/**
 * An entry of a stream of Redis.
 *
 * @param id its id, as {@code <milliseconds>-<number>}
 * @param fields its fields; of fields with one name, the last one
 */
record StreamEntry(String id, Map<String, byte[]> fields) {

	static StreamEntry of(StreamMessage<byte[], byte[]> message) {
		Map<String, byte[]> fields = new LinkedHashMap<>();
		Map<byte[], byte[]> body = message.getBody();
		if (body != null) {
			body.forEach((name, value) -> fields.put(new String(name, StandardCharsets.UTF_8), value));
		}
		return new StreamEntry(message.getId(), fields);
	}

}
