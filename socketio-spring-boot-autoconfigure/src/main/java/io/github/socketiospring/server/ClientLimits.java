package io.github.socketiospring.server;

import java.security.Principal;
import java.util.HashMap;
import java.util.Map;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.server.limit.AddressBucket;
import io.github.socketiospring.server.limit.AddressBuckets;
import io.github.socketiospring.server.limit.EventBuckets;
import org.jspecify.annotations.Nullable;

/**
 * Applies the limits of a user, of an address and of event rates to one client. Safe for
 * use by any thread.
 */
final class ClientLimits {

	private final DefaultSocketIOServer server;

	private final UserQuota.@Nullable Place place;

	private final @Nullable AddressBucket address;

	private @Nullable Map<String, EventBuckets> buckets;

	private ClientLimits(DefaultSocketIOServer server, UserQuota.@Nullable Place place,
			@Nullable AddressBucket address) {
		this.server = server;
		this.place = place;
		this.address = address;
	}

	/**
	 * Returns the limits of a client that has connected; {@link #closed} must be called.
	 * @return the limits, or {@code null} if users and addresses have none
	 */
	static @Nullable ClientLimits of(DefaultSocketIOServer server, EngineRequest request) {
		UserQuota quota = server.userQuota();
		AddressBuckets addresses = server.addressBuckets();
		if (quota == null && addresses == null) {
			return null;
		}
		return new ClientLimits(server, (quota != null) ? quota.new Place() : null,
				(addresses != null) ? addresses.enter(request.remoteAddress()) : null);
	}

	/**
	 * Returns limits of nothing but events, for a client that has no others.
	 */
	static ClientLimits ofEvents(DefaultSocketIOServer server) {
		return new ClientLimits(server, null, null);
	}

	/**
	 * The client is about to join a namespace.
	 * @param user who it is there, {@code null} if nobody knows
	 * @throws ConnectRefusedException if that user has as many connections as allowed
	 */
	void join(@Nullable Principal user) {
		if (this.place != null && user != null && !this.place.take(user.getName())) {
			this.server.limited("max-connections-per-user");
			throw new ConnectRefusedException("Too many connections");
		}
	}

	/**
	 * Returns the buckets of what the client sends to a namespace.
	 * @param memberships the namespaces that it is in
	 */
	synchronized EventBuckets buckets(String namespace, Memberships memberships) {
		Map<String, EventBuckets> known = this.buckets;
		if (known == null) {
			known = new HashMap<>(2);
			this.buckets = known;
		}
		if (known.size() > this.server.options().maxNamespacesPerConnection()) {
			known.keySet().removeIf((name) -> memberships.get(name) == null);
		}
		return known.computeIfAbsent(namespace,
				(name) -> new EventBuckets(this.server.eventSettings().rateLimits().perSocket(), this.address));
	}

	/** No socket of the client is left, and none will come. */
	void ended() {
		if (this.place != null) {
			this.place.end();
		}
	}

	/** The connection is closed. Called once. */
	void closed() {
		AddressBuckets addresses = this.server.addressBuckets();
		if (addresses != null && this.address != null) {
			addresses.leave(this.address);
		}
	}

}
