package io.github.socketiospring.server;

import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.engine.TimerWheel;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How clients are authenticated when they join namespaces, and when that ends. Safe for
 * use by any thread.
 */
public final class Identities {

	/** Nobody stays connected for longer, and more nanoseconds might not fit. */
	private static final Duration LONGEST = Duration.ofDays(3650);

	static final String EXPIRED = "the credentials have expired";

	private final TimerWheel timers;

	private volatile @Nullable ClientAuthenticator authenticator;

	private volatile @Nullable Function<Principal, @Nullable Instant> expiry;

	private volatile InstantSource clock = InstantSource.system();

	Identities(TimerWheel timers) {
		this.timers = timers;
	}

	/**
	 * Authenticates clients that join namespaces from now on.
	 * @param newAuthenticator finds out who they are
	 */
	public void authenticateBy(ClientAuthenticator newAuthenticator) {
		this.authenticator = newAuthenticator;
	}

	/**
	 * Has sockets that join from now on end with their clients' credentials.
	 * @param newExpiry when credentials end by their principal, {@code null} for never;
	 * must not block
	 * @param newClock tells the time of day
	 */
	public void expireBy(Function<Principal, @Nullable Instant> newExpiry, InstantSource newClock) {
		this.clock = newClock;
		this.expiry = newExpiry;
	}

	/**
	 * Returns who is asked, or {@code null} if clients are what their connections are.
	 */
	@Nullable ClientAuthenticator authenticator() {
		return this.authenticator;
	}

	/**
	 * Returns who a socket is to be.
	 * @param client its client
	 * @param auth its credentials
	 * @param own who it is in its namespace, {@code null} for who has opened the
	 * connection
	 * @throws ConnectRefusedException if the credentials have expired already
	 */
	SocketIdentity of(Client client, JsonNode auth, @Nullable ClientIdentity own) {
		Function<Principal, @Nullable Instant> asked = this.expiry;
		Principal principal = (own != null) ? own.principal() : client.request().principal();
		Instant end = (asked != null && principal != null) ? asked.apply(principal) : null;
		if (end != null && !end.isAfter(this.clock.instant())) {
			throw new ConnectRefusedException("Authentication failed");
		}
		return SocketIdentity.of(auth, own, end);
	}

	/**
	 * Has a socket end with its credentials, if that is known of them.
	 */
	void watch(ServerSocket socket) {
		SocketIdentity identity = socket.identity();
		Instant end = identity.expiresAt();
		if (end == null) {
			return;
		}
		Duration rest = Duration.between(this.clock.instant(), end);
		if (rest.compareTo(LONGEST) < 0) {
			identity.expireBy(this.timers.schedule(rest.isNegative() ? Duration.ZERO : rest, socket::expired));
			if (socket.hasGone()) {
				forget(identity);
			}
		}
	}

	/** A socket with this identity has gone. */
	void forget(SocketIdentity identity) {
		TimerWheel.Timer timer = identity.timer();
		if (timer != null) {
			this.timers.cancel(timer);
		}
	}

}
