package io.github.socketiospring.adapter.redis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * One link to each server of a Redis Cluster, replicas too: subscribers are counted where
 * they are connected.
 */
final class ClusterRoutes implements CommandRoutes {

	private final RedisClients clients;

	private final ClusterTopology topology;

	private final Runnable changed;

	private final Runnable follow = this::follow;

	private final Instant created = Instant.now();

	/** Replaced as a whole, so that any thread may read it. */
	private volatile Map<String, CommandLink> links = Map.of();

	private @Nullable CommandLink home;

	private boolean closed;

	ClusterRoutes(RedisClients clients, ClusterTopology topology, Runnable changed) {
		this.clients = clients;
		this.topology = topology;
		this.changed = changed;
	}

	@Override
	public void start() {
		this.topology.onRead(this.follow);
		this.topology.known();
		this.topology.refresh();
	}

	@Override
	public CompletionStage<Void> close() {
		this.closed = true;
		this.topology.removeListener(this.follow);
		return CompletableFuture.allOf(this.links.values()
			.stream()
			.map((link) -> link.close().toCompletableFuture())
			.toArray(CompletableFuture<?>[]::new));
	}

	private void follow() {
		if (this.closed) {
			return;
		}
		Map<String, CommandLink> before = this.links;
		Map<String, CommandLink> after = new LinkedHashMap<>();
		List<CommandLink> fresh = new ArrayList<>();
		for (ClusterNode node : this.topology.nodes()) {
			CommandLink link = before.get(node.address());
			if (link == null) {
				link = new CommandLink("publishing, to " + node.address(), this.clients, node, this.changed,
						this.topology::refresh);
				fresh.add(link);
			}
			after.put(node.address(), link);
		}
		this.links = after;
		before.forEach((address, link) -> {
			if (!after.containsKey(address)) {
				link.close();
			}
		});
		fresh.forEach(CommandLink::start);
		this.changed.run();
	}

	@Override
	public @Nullable CommandLink home() {
		CommandLink current = this.home;
		if (current == null || !current.isConnected() || !this.links.containsValue(current)) {
			List<CommandLink> candidates = this.links.values().stream().filter(CommandLink::isConnected).toList();
			current = candidates.isEmpty() ? null
					: candidates.get(ThreadLocalRandom.current().nextInt(candidates.size()));
			this.home = current;
		}
		return current;
	}

	@Override
	public @Nullable CommandLink owner(int slot) {
		ClusterNode node = this.topology.owner(slot);
		return (node != null) ? this.links.get(node.address()) : null;
	}

	@Override
	public @Nullable CommandLink at(String address) {
		return this.links.get(address);
	}

	@Override
	public Collection<CommandLink> all() {
		return this.links.values();
	}

	@Override
	public void doubt() {
		this.topology.refresh();
	}

	@Override
	public boolean isUsable() {
		for (CommandLink link : this.links.values()) {
			if (link.isConnected()) {
				return true;
			}
		}
		return false;
	}

	@Override
	public LinkHealth health() {
		Map<String, CommandLink> current = this.links;
		if (current.isEmpty()) {
			return LinkHealth.down(this.created, "The topology of the Redis Cluster is not known yet");
		}
		LinkHealth health = LinkHealth.CONNECTED;
		for (CommandLink link : current.values()) {
			health = health.and(link.health());
		}
		return health;
	}

}
