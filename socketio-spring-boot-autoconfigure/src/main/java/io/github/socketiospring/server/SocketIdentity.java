package io.github.socketiospring.server;

import java.time.Instant;

import io.github.socketiospring.engine.TimerWheel;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Who the client of one socket is, as far as its connection does not say that: what it
 * gave when it joined, and what has come of it. Sockets of which that is nothing share
 * one.
 */
final class SocketIdentity {

	private static final SocketIdentity NONE = new SocketIdentity(MissingNode.getInstance(), null, null);

	private final JsonNode auth;

	private final @Nullable ClientIdentity own;

	private final @Nullable Instant expiresAt;

	private volatile TimerWheel.@Nullable Timer timer;

	private SocketIdentity(JsonNode auth, @Nullable ClientIdentity own, @Nullable Instant expiresAt) {
		this.auth = auth;
		this.own = own;
		this.expiresAt = expiresAt;
	}

	static SocketIdentity of(JsonNode auth, @Nullable ClientIdentity own, @Nullable Instant expiresAt) {
		return (auth.isMissingNode() && own == null && expiresAt == null) ? NONE
				: new SocketIdentity(auth, own, expiresAt);
	}

	/** Returns what the client gave; a {@code MissingNode} if nothing. */
	JsonNode auth() {
		return this.auth;
	}

	/** Returns who the client is, or {@code null} if it is who opened the connection. */
	@Nullable ClientIdentity own() {
		return this.own;
	}

	@Nullable Instant expiresAt() {
		return this.expiresAt;
	}

	void expireBy(TimerWheel.Timer newTimer) {
		this.timer = newTimer;
	}

	TimerWheel.@Nullable Timer timer() {
		return this.timer;
	}

}
