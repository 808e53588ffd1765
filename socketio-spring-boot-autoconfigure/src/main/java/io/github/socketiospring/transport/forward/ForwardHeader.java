package io.github.socketiospring.transport.forward;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * The header of a request that another server has handed on: whom it is for, who sent it,
 * and a proof that it comes from a server. The proof covers the request's method, target
 * and host, and the server it is for: what somebody overhears can only be sent again as
 * it is, by somebody who knows the session's secret from the same request.
 *
 * @param server the id of the server that it is for
 * @param host the client's address, may be empty
 * @param port the client's port
 * @param scheme how the client came: {@code http} or {@code https}
 * @param proof what only servers can make
 */
record ForwardHeader(String server, String host, int port, String scheme, String proof) {

	/** The header's name. */
	static final String NAME = "Socketio-Forwarded";

	private static final String ALGORITHM = "HmacSHA256";

	private static final String SEPARATOR = ";";

	private static final int MAX_LENGTH = 512;

	/**
	 * Creates the value for a request.
	 * @param server the id of the server that it is for
	 * @param key that server's key
	 * @param remote the client's address, or {@code null} if it is not known
	 * @param scheme how the client came
	 * @param request what the request asks for
	 * @return the header's value
	 */
	static String value(String server, String key, @Nullable InetSocketAddress remote, String scheme, Signed request) {
		String host = (remote != null) ? host(remote) : "";
		int port = (remote != null) ? remote.getPort() : 0;
		ForwardHeader header = new ForwardHeader(server, host, port, scheme, "");
		return header.facts() + SEPARATOR
				+ Base64.getUrlEncoder().withoutPadding().encodeToString(header.mac(key, request));
	}

	/** An address rather than a name, and without asking for a name. */
	private static String host(InetSocketAddress remote) {
		InetAddress address = remote.getAddress();
		return (address != null) ? address.getHostAddress() : remote.getHostString();
	}

	/**
	 * Takes a value apart.
	 * @param value a header, which anybody may have made
	 * @return what it says, or {@code null} if it says nothing
	 */
	static @Nullable ForwardHeader parse(String value) {
		String[] parts = (value.length() <= MAX_LENGTH) ? value.split(SEPARATOR, 6) : new String[0];
		boolean web = parts.length == 5 && (parts[3].equals("http") || parts[3].equals("https"));
		try {
			return web ? new ForwardHeader(parts[0], parts[1], Integer.parseInt(parts[2]), parts[3], parts[4]) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Tells whether a server has made this for a request.
	 * @param key the key of the server that it is for
	 * @param request what the request asks for
	 * @return whether it has
	 */
	boolean isGenuine(String key, Signed request) {
		try {
			return MessageDigest.isEqual(Base64.getUrlDecoder().decode(this.proof), mac(key, request));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/** Returns the client's address, or {@code null} if it is not known. */
	@Nullable InetSocketAddress remote() {
		if (this.host.isEmpty() || this.port < 0 || this.port > 0xffff) {
			return null;
		}
		InetAddress literal = NetUtil.createInetAddressFromIpAddressString(this.host);
		return (literal != null) ? new InetSocketAddress(literal, this.port)
				: InetSocketAddress.createUnresolved(this.host, this.port);
	}

	private String facts() {
		return String.join(SEPARATOR, this.server, this.host, Integer.toString(this.port), this.scheme);
	}

	private byte[] mac(String key, Signed request) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
			String text = String.join("\n", facts(), request.method(), request.target(), request.host());
			return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

	/**
	 * What a request asks for. None of it has line feeds.
	 *
	 * @param method the HTTP method
	 * @param target the path and the query, as they stand in the request
	 * @param host the {@code Host}, may be empty
	 */
	record Signed(String method, String target, String host) {
	}

}
