package io.github.socketiospring.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.codec.engineio.EngineMessage;
import org.jspecify.annotations.Nullable;

/**
 * A session's move to a new connection: the client probes it, and once probed says
 * "upgrade". Until then the session goes on where it is, and whatever goes wrong closes
 * only the new connection.
 */
final class Upgrade implements FrameReceiver {

	/** How often a waiting poll is ended, so that the client can stop polling. */
	private static final Duration RELEASE_INTERVAL = Duration.ofMillis(100);

	private final EngineServer server;

	private final DefaultEngineSession session;

	private final FramedConnection target;

	private final AtomicBoolean finished = new AtomicBoolean();

	private final TimerWheel.Timer timeout = new TimerWheel.Timer() {
		@Override
		protected void run() {
			fail("not completed in time");
		}
	};

	private final TimerWheel.Timer release = new TimerWheel.Timer() {
		@Override
		protected void run() {
			releasePoll();
		}
	};

	private boolean probed;

	Upgrade(EngineServer server, DefaultEngineSession session, FramedConnection target) {
		this.server = server;
		this.session = session;
		this.target = target;
	}

	void start() {
		this.target.receiveWith(this);
		schedule(this.timeout, this.server.options().upgradeTimeout());
	}

	/** Sets a timer, unless the attempt has ended at the same moment. */
	private void schedule(TimerWheel.Timer timer, Duration delay) {
		this.server.timers().schedule(timer, delay);
		if (this.finished.get()) {
			this.server.timers().cancel(timer);
		}
	}

	@Override
	public void receiveText(TransportConnection from, byte[] data, int offset, int length) {
		ProtocolRevision revision = this.session.revision();
		if (this.finished.get() || length == 0) {
			fail("an empty packet");
		}
		else if (!this.probed && revision.isProbe(data, offset, length)) {
			this.probed = true;
			this.target.write(revision.probeAnswer());
			schedule(this.release, RELEASE_INTERVAL);
		}
		else if (this.probed && revision.signal(data, offset, length) == Signal.UPGRADE) {
			complete();
		}
		else {
			fail(this.probed ? "a packet other than the upgrade" : "a packet other than the probe");
		}
	}

	@Override
	public void receiveBinary(TransportConnection from, byte[] data) {
		fail("a binary packet");
	}

	@Override
	public void limited(String limit) {
		this.session.limited(limit);
	}

	@Override
	public void connectionEnded(TransportConnection from, CloseReason reason, @Nullable String description) {
		fail("the new connection ended: " + reason + ((description != null) ? " (" + description + ")" : ""));
	}

	void sessionClosed() {
		fail("the session ended");
	}

	private void releasePoll() {
		if (this.finished.get()) {
			return;
		}
		EngineMessage noop = this.session.revision().noopMessage();
		if (this.session.isWritable()) {
			this.session.send(noop);
		}
		schedule(this.release, RELEASE_INTERVAL);
	}

	private void complete() {
		if (!this.finished.compareAndSet(false, true)) {
			return;
		}
		cancelTimers();
		String from = this.session.transport();
		if (this.session.current().moveTo(this.target, this.session)) {
			this.session.upgraded(from, this.target.transport());
		}
		else {
			giveUp("a request was under way on the old transport");
		}
	}

	private void fail(String reason) {
		if (this.finished.compareAndSet(false, true)) {
			cancelTimers();
			giveUp(reason);
		}
	}

	private void giveUp(String reason) {
		this.session.current().failed(this);
		this.target.closeUnused();
		this.session.upgradeFailed(this.target.transport(), reason);
	}

	private void cancelTimers() {
		this.server.timers().cancel(this.timeout);
		this.server.timers().cancel(this.release);
	}

}
