package io.github.socketiospring.transport.hixie;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiPredicate;

import io.github.socketiospring.engine.legacy.FramedCarrier;
import io.github.socketiospring.engine.legacy.LegacySessions;
import io.github.socketiospring.engine.legacy.LegacyTransport;
import io.github.socketiospring.transport.websocket.NettyWebSocketConnection;
import io.github.socketiospring.transport.websocket.WebSocketOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Accepts WebSockets of draft 76, before RFC 6455, for the transports of protocol 1. Such
 * a handshake is no valid HTTP request for a server of today, so it is looked for in the
 * first bytes of a connection, below the HTTP codec.
 */
public final class HixieUpgrade {

	private static final String NAME = "socketio.hixie";

	/**
	 * The handlers that read the first bytes: of HTTP/1.1, or of either version without
	 * TLS.
	 */
	private static final List<String> DECODERS = List.of(NettyPipeline.HttpCodec, NettyPipeline.H2CUpgradeHandler);

	private final LegacySessions sessions;

	private final WebSocketOptions options;

	private final byte[] start;

	private final int prefixLength;

	private final BiPredicate<String, @Nullable String> origins;

	private final RemoteHandshakes remote;

	/**
	 * Creates an upgrade.
	 * @param sessions finds the sessions, and says which transports are offered
	 * @param options bounds on WebSockets
	 * @param path the engine's path on the server, without the slash at its end
	 * @param origins tells whether pages of an origin may use the server that has a
	 * {@code Host}
	 * @param remote serves sessions that are not here
	 */
	public HixieUpgrade(LegacySessions sessions, WebSocketOptions options, String path,
			BiPredicate<String, @Nullable String> origins, RemoteHandshakes remote) {
		this.sessions = sessions;
		this.options = options;
		this.start = ("GET " + path + "/1/").getBytes(StandardCharsets.US_ASCII);
		this.prefixLength = path.length() + "/1/".length();
		this.origins = origins;
		this.remote = remote;
	}

	/**
	 * Watches a new connection; nothing happens if TLS still has to choose between
	 * HTTP/1.1 and HTTP/2.
	 * @param channel the connection
	 */
	public void watch(Channel channel) {
		ChannelPipeline pipeline = channel.pipeline();
		for (String decoder : DECODERS) {
			if (pipeline.get(decoder) != null) {
				pipeline.addBefore(decoder, NAME, new HixieHandler(this, decoder));
				return;
			}
		}
	}

	/** Returns the beginning of every request that may be such a handshake. */
	byte[] start() {
		return this.start;
	}

	WebSocketOptions options() {
		return this.options;
	}

	boolean isAllowed(HixieRequest request) {
		String origin = request.origin();
		return origin != null && request.host() != null && this.origins.test(origin, request.host());
	}

	/**
	 * Returns the transport a request asks for.
	 * @return the transport, or {@code null} if it is not one of these, or not offered
	 */
	@Nullable LegacyTransport type(HixieRequest request) {
		String[] parts = parts(request);
		LegacyTransport type = (parts.length >= 2) ? LegacyTransport.byWireName(parts[0]) : null;
		boolean webSocket = type == LegacyTransport.FLASHSOCKET || type == LegacyTransport.WEBSOCKET;
		return (webSocket && this.sessions.options().transports().contains(type)) ? type : null;
	}

	private String[] parts(HixieRequest request) {
		return request.path().substring(this.prefixLength).split("/", 3);
	}

	/** Returns the id of the session that a request names. */
	String sid(HixieRequest request) {
		return parts(request)[1];
	}

	/** Returns the header of another server that has handed this on, or {@code null}. */
	@Nullable String forwarded(HixieRequest request) {
		return request.headers().get(this.remote.header());
	}

	/** Whether the session is not here, and may be elsewhere. */
	boolean isElsewhere(HixieRequest request) {
		String sid = sid(request);
		return forwarded(request) == null && this.remote.mayHold(sid) && this.sessions.find(sid) == null;
	}

	RemoteHandshakes remote() {
		return this.remote;
	}

	/** Gives the connection to its session: the handshake is done. */
	void connected(HixieRequest request, LegacyTransport type, NettyWebSocketConnection connection) {
		FramedCarrier.begin(this.sessions.find(sid(request)), connection, type);
	}

}
