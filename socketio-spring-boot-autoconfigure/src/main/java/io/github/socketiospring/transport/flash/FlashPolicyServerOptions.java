package io.github.socketiospring.transport.flash;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Supplier;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * How the policy server behaves. Immutable.
 *
 * @param host the address to listen on, or {@code null} for all
 * @param port the port to listen on, or 0 for any that is free
 * @param readTimeout how long a client may take to send its request, and again to read
 * the answer
 * @param maxRequestBytes the most bytes read from one connection, at least 23
 * @param maxConnections the most connections at the same time; further ones are closed
 * @param backlog the most connections that wait to be accepted
 * @param ssl what TLS is spoken with, asked for each connection; or {@code null} for
 * plain TCP
 */
public record FlashPolicyServerOptions(@Nullable InetAddress host, int port, Duration readTimeout, int maxRequestBytes,
		int maxConnections, int backlog, @Nullable Supplier<SslContext> ssl) {

	/** The port official clients ask, unlike the player's own 843 open to everybody. */
	public static final int DEFAULT_PORT = 10_843;

	/** The length of the request and its NUL, the least that must be read, in bytes. */
	public static final int MIN_REQUEST_BYTES = PolicyRequest.LENGTH + 1;

	/** All addresses, port 10843, 3 s, 128 bytes, 1,000 connections, no TLS. */
	public static final FlashPolicyServerOptions DEFAULTS = new FlashPolicyServerOptions(null, DEFAULT_PORT,
			Duration.ofSeconds(3), 128, 1000, 128, null);

}
