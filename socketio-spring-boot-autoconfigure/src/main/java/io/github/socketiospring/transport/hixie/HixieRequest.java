package io.github.socketiospring.transport.hixie;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Represents the head of a WebSocket handshake of draft-hixie-thewebsocketprotocol-76,
 * which the Flash bridge of socket.io-client 0.9 speaks.
 *
 * @param target the path and the query, as they were requested
 * @param headers the first value of each header, by its name in lower case
 */
record HixieRequest(String target, Map<String, String> headers) {

	/** The number of bytes that follow the head: the third key. */
	static final int KEY_LENGTH = 8;

	private static final long MAX_NUMBER = 0xffff_ffffL;

	/**
	 * Takes a head apart.
	 * @param head the head without the empty line behind it
	 * @return the request, or {@code null} if this is no handshake of that draft
	 */
	static @Nullable HixieRequest parse(String head) {
		String[] lines = head.split("\r\n");
		String[] words = lines[0].split(" ");
		if (words.length != 3) {
			return null;
		}
		Map<String, String> headers = new TreeMap<>();
		for (int i = 1; i < lines.length; i++) {
			int colon = lines[i].indexOf(':');
			if (colon > 0) {
				// Blanks count in keys, so only the one behind the colon is not theirs.
				String value = lines[i].substring(colon + 1);
				headers.putIfAbsent(lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
						value.startsWith(" ") ? value.substring(1) : value);
			}
		}
		HixieRequest request = new HixieRequest(words[1], headers);
		boolean handshake = "websocket".equalsIgnoreCase(headers.get("upgrade"))
				&& headers.containsKey("sec-websocket-key1") && headers.containsKey("sec-websocket-key2");
		return handshake ? request : null;
	}

	String path() {
		int query = this.target.indexOf('?');
		return (query < 0) ? this.target : this.target.substring(0, query);
	}

	@Nullable String origin() {
		return this.headers.get("origin");
	}

	@Nullable String host() {
		return this.headers.get("host");
	}

	/**
	 * Answers the handshake.
	 * @param key the third key
	 * @param secure whether the connection is encrypted
	 * @return the answer, or {@code null} if one of the keys is none
	 */
	byte @Nullable [] answer(byte[] key, boolean secure) {
		long first = number(this.headers.get("sec-websocket-key1"));
		long second = number(this.headers.get("sec-websocket-key2"));
		if (first < 0 || second < 0) {
			return null;
		}
		StringBuilder head = new StringBuilder("HTTP/1.1 101 WebSocket Protocol Handshake\r\n")
			.append("Upgrade: WebSocket\r\nConnection: Upgrade\r\nSec-WebSocket-Origin: ")
			.append(origin())
			.append("\r\nSec-WebSocket-Location: ")
			.append(secure ? "wss://" : "ws://")
			.append(host())
			.append(this.target)
			.append("\r\n");
		String protocol = this.headers.get("sec-websocket-protocol");
		if (protocol != null) {
			head.append("Sec-WebSocket-Protocol: ").append(protocol).append("\r\n");
		}
		byte[] text = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
		byte[] digest = digest((int) first, (int) second, key);
		return ByteBuffer.allocate(text.length + digest.length).put(text).put(digest).array();
	}

	/**
	 * "Let key-number be the digits in the key, interpreted as a base ten integer; let
	 * spaces be the number of space characters. If spaces is zero, or key-number is not
	 * an integral multiple of it, abort the connection."
	 * @return the quotient, or -1
	 */
	private static long number(@Nullable String key) {
		long number = 0;
		int spaces = 0;
		boolean digits = false;
		for (int i = 0; key != null && i < key.length(); i++) {
			char c = key.charAt(i);
			if (c >= '0' && c <= '9') {
				number = 10 * number + c - '0';
				digits = true;
			}
			else if (c == ' ') {
				spaces++;
			}
			if (number > MAX_NUMBER) {
				return -1;
			}
		}
		return (digits && spaces > 0 && number % spaces == 0) ? number / spaces : -1;
	}

	/** The draft's own choice of digest; it proves who answers, and protects nothing. */
	private static byte[] digest(int first, int second, byte[] key) {
		try {
			MessageDigest md5 = MessageDigest.getInstance("MD5");
			md5.update(ByteBuffer.allocate(8).putInt(first).putInt(second).array());
			return md5.digest(key);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has MD5", ex);
		}
	}

}
