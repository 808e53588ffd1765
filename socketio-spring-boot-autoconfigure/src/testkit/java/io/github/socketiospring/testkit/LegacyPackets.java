package io.github.socketiospring.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * How protocol 1 puts packets together.
 */
final class LegacyPackets {

	private static final char MARK = '\ufffd';

	private LegacyPackets() {
	}

	/** Lengths count characters as JavaScript does, and so does Java. */
	static List<String> split(String payload) {
		List<String> packets = new ArrayList<>();
		if (payload.isEmpty() || payload.charAt(0) != MARK) {
			return payload.isEmpty() ? packets : List.of(payload);
		}
		int position = 0;
		while (position < payload.length()) {
			int mark = payload.indexOf(MARK, position + 1);
			int length = Integer.parseInt(payload.substring(position + 1, mark));
			packets.add(payload.substring(mark + 1, mark + 1 + length));
			position = mark + 1 + length;
		}
		return packets;
	}

	static String join(Object... packets) {
		if (packets.length == 1) {
			return (String) packets[0];
		}
		StringBuilder payload = new StringBuilder();
		for (Object packet : packets) {
			payload.append(MARK).append(((String) packet).length()).append(MARK).append(packet);
		}
		return payload.toString();
	}

}
