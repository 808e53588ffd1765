package io.github.socketiospring.adapter.redis;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * All commands go to one server.
 */
final class SingleRoute implements CommandRoutes {

	private final CommandLink link;

	SingleRoute(RedisClients clients, Runnable changed) {
		this.link = new CommandLink("publishing", clients, null, changed, () -> {
		});
	}

	@Override
	public void start() {
		this.link.start();
	}

	@Override
	public CompletionStage<Void> close() {
		return this.link.close();
	}

	@Override
	public CommandLink home() {
		return this.link;
	}

	@Override
	public CommandLink owner(int slot) {
		return this.link;
	}

	@Override
	public CommandLink at(String address) {
		return this.link;
	}

	@Override
	public Collection<CommandLink> all() {
		return List.of(this.link);
	}

	@Override
	public void doubt() {
		// There is nowhere else to go.
	}

	@Override
	public boolean isUsable() {
		return this.link.isConnected();
	}

	@Override
	public LinkHealth health() {
		return this.link.health();
	}

}
