package io.github.socketiospring.engine;

import java.util.List;

import io.github.socketiospring.handshake.RequestError;
import org.jspecify.annotations.Nullable;

/**
 * Several watchers as one.
 *
 * @param all the watchers, in the order in which they are told
 */
record EngineWatchers(List<EngineWatcher> all) implements EngineWatcher {

	/** The first that counts does so for all. */
	@Override
	public @Nullable Traffic traffic() {
		for (EngineWatcher watcher : this.all) {
			Traffic traffic = watcher.traffic();
			if (traffic != null) {
				return traffic;
			}
		}
		return null;
	}

	@Override
	public void opened(EngineSession session) {
		this.all.forEach((watcher) -> watcher.opened(session));
	}

	@Override
	public void refused(RequestError error) {
		this.all.forEach((watcher) -> watcher.refused(error));
	}

	@Override
	public void upgraded(EngineSession session, String from) {
		this.all.forEach((watcher) -> watcher.upgraded(session, from));
	}

	@Override
	public void upgradeFailed(EngineSession session) {
		this.all.forEach((watcher) -> watcher.upgradeFailed(session));
	}

	@Override
	public void closed(EngineSession session, CloseReason reason) {
		this.all.forEach((watcher) -> watcher.closed(session, reason));
	}

	@Override
	public void limited(String limit) {
		this.all.forEach((watcher) -> watcher.limited(limit));
	}

}
