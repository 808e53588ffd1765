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

	/**
	 * So many namespaces the client may have left whose buckets are not full again yet,
	 * even if it may be in fewer at the same time.
	 */
	private static final int LEAST_LEFT = 100;

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
	 * @param namespace the namespace
	 * @param memberships those that the client is in
	 * @param user who it is there, {@code null} if nobody knows
	 * @throws ConnectRefusedException if that user has as many connections as allowed, or
	 * if the client has left too many namespaces where its buckets are not full again
	 */
	void join(ServerNamespace namespace, Memberships memberships, @Nullable Principal user) {
		if (namespace.handlers().limitsRates() && !hasRoom(namespace.name(), memberships)) {
			this.server.limited("max-namespaces-per-connection");
			throw new ConnectRefusedException("Too many namespaces");
		}
		if (this.place != null && user != null && !this.place.take(user.getName())) {
			this.server.limited("max-connections-per-user");
			throw new ConnectRefusedException("Too many connections");
		}
	}

	/**
	 * Whether the client may have buckets for one more namespace. Those of namespaces
	 * that it has left are thrown away when they are full, and no sooner: who joins and
	 * leaves many namespaces would get fresh ones.
	 */
	private synchronized boolean hasRoom(String namespace, Memberships memberships) {
		Map<String, EventBuckets> known = this.buckets;
		int most = Math.max(LEAST_LEFT, this.server.options().maxNamespacesPerConnection());
		if (known == null || known.size() < most) {
			return true;
		}
		long now = this.server.timers().coarseNanos();
		known.entrySet().removeIf((each) -> memberships.get(each.getKey()) == null && each.getValue().areAsNew(now));
		return known.containsKey(namespace)
				|| known.keySet().stream().filter((name) -> memberships.get(name) == null).count() < most;
	}

	/**
	 * Returns the buckets of what the client sends to a namespace that it is in.
	 */
	synchronized EventBuckets buckets(String namespace) {
		Map<String, EventBuckets> known = this.buckets;
		if (known == null) {
			known = new HashMap<>(2);
			this.buckets = known;
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
