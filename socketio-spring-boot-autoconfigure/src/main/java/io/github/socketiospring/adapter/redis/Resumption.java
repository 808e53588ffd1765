package io.github.socketiospring.adapter.redis;

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.cluster.wire.SessionFormat;
import org.jspecify.annotations.Nullable;

/**
 * The return of a socket, while others emit. Guarded by its adapter's lock.
 */
final class Resumption {

	private final SessionFormat.Stored stored;

	private final ReturningSession session;

	/** What has come since it began; {@code null} before. */
	private @Nullable List<Live> live;

	Resumption(SessionFormat.Stored stored, ReturningSession session) {
		this.stored = stored;
		this.session = session;
	}

	/**
	 * Something that was done on this server meanwhile.
	 *
	 * @param id the id of its entry
	 * @param command what it was
	 */
	private record Live(String id, Command command) {
	}

	SessionFormat.Stored stored() {
		return this.stored;
	}

	ReturningSession session() {
		return this.session;
	}

	/** What comes from now on is collected. */
	void begin() {
		this.live = new ArrayList<>();
	}

	void live(String id, Command command) {
		if (this.live != null) {
			this.live.add(new Live(id, command));
		}
	}

	/**
	 * Takes what has come.
	 * @return whether that was anything
	 */
	boolean catchUp() {
		List<Live> since = this.live;
		if (since == null || since.isEmpty()) {
			return false;
		}
		since.forEach((each) -> this.session.add(each.id(), each.command()));
		this.live = new ArrayList<>();
		return true;
	}

}
