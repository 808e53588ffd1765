package io.github.socketiospring.benchmarks;

import java.nio.charset.StandardCharsets;

/**
 * The argument of the benchmarks' events.
 *
 * @param user who says it
 * @param text what is said
 */
public record Say(String user, String text) {

	static final Say EXAMPLE = new Say("ada", "hello, world");

	static final byte[] JSON = bytes("{\"user\":\"ada\",\"text\":\"hello, world\"}");

	static final byte[] PACKET = bytes("2[\"say\",{\"user\":\"ada\",\"text\":\"hello, world\"}]");

	/** As it arrives: an Engine.IO message that holds the packet. */
	static final byte[] MESSAGE = bytes("42[\"say\",{\"user\":\"ada\",\"text\":\"hello, world\"}]");

	static final byte[] MESSAGE_WITH_ACK = bytes("421[\"ask\",{\"user\":\"ada\",\"text\":\"hello, world\"}]");

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
