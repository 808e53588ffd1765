package io.github.socketiospring.server.event;

import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.engine.WakeUps;
import org.jspecify.annotations.Nullable;

/**
 * What a thread sends while it runs several tasks of a socket: held back while more of
 * them follow, and none has taken long, so that it leaves together. For one thread.
 */
final class Sending {

	private final TimerWheel timers;

	private @Nullable WakeUps held;

	Sending(TimerWheel timers) {
		this.timers = timers;
	}

	/** What is sent from now on waits. */
	void hold() {
		if (this.held == null) {
			this.held = new WakeUps(this.timers);
			this.held.begin();
		}
	}

	/** What waits leaves, and what is sent from now on leaves at once. */
	void leave() {
		if (this.held != null) {
			this.held.end();
			this.held = null;
		}
	}

}
