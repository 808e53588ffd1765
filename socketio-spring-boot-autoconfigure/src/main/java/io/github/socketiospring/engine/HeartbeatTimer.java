package io.github.socketiospring.engine;

import java.time.Duration;

import io.github.socketiospring.codec.engineio.EngineMessage;
import org.jspecify.annotations.Nullable;

/**
 * When a session's heartbeat is due, and whether the client owes one. It runs until the
 * session has ended, while it is closing too: nobody waits longer for a client that says
 * nothing because it has been told to go. Safe for use by any thread.
 */
public final class HeartbeatTimer extends TimerWheel.Timer {

	private final EngineServer server;

	private final DefaultEngineSession session;

	private volatile boolean awaiting;

	HeartbeatTimer(EngineServer server, DefaultEngineSession session) {
		this.server = server;
		this.session = session;
	}

	/**
	 * Rests for the ping interval, from now: the client owes nothing.
	 */
	public void rest() {
		this.awaiting = false;
		if (!this.session.hasEnded()) {
			this.server.timers().schedule(this, this.server.options().pingInterval());
		}
	}

	/**
	 * Waits for the client's answer, from when the heartbeat was due.
	 */
	public void awaitAnswer() {
		this.awaiting = true;
		if (!this.session.hasEnded()) {
			this.server.timers().scheduleNext(this, patience());
		}
	}

	/**
	 * Waits for the client to beat the heart, from now.
	 */
	public void awaitBeat() {
		this.awaiting = true;
		if (!this.session.hasEnded()) {
			this.server.timers().schedule(this, patience());
		}
	}

	/**
	 * Tells whether the client has a heartbeat to answer or to send.
	 * @return {@code true} if it has
	 */
	public boolean isAwaiting() {
		return this.awaiting;
	}

	/**
	 * Sends a heartbeat, or the answer to one.
	 * @param message the message
	 */
	public void send(EngineMessage message) {
		this.session.send(message);
	}

	/**
	 * Ends the session at once.
	 * @param reason why
	 * @param description details for the log, or {@code null}
	 */
	public void close(CloseReason reason, @Nullable String description) {
		this.session.close(reason, description);
	}

	private Duration patience() {
		return this.session.revision().heartbeat().patience(this.server.options());
	}

	@Override
	protected void run() {
		if (this.session.hasEnded() || this.server.timers().isSet(this)) {
			// It was set again when its time had come already.
			return;
		}
		if (this.awaiting && this.session.isOpen() && this.session.current().isReadingSuspended()) {
			// Silence says nothing about a client that is not listened to.
			this.server.timers().scheduleNext(this, patience());
			this.session.revision().heartbeat().unread(this);
		}
		else {
			this.session.revision().heartbeat().expired(this);
		}
	}

	/** The answer may be among what was not read. */
	void readingResumed() {
		if (this.awaiting && this.session.isOpen()) {
			this.server.timers().schedule(this, patience());
		}
	}

	/** Whether the client has been silent for too long, before it is served again. */
	void check() {
		while (this.server.timers().runIfDue(this)) {
			// A heartbeat may have been due, and its answer since then, too.
		}
	}

	void stop() {
		this.server.timers().cancel(this);
	}

}
