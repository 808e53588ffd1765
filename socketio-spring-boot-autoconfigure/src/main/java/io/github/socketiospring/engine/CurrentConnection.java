package io.github.socketiospring.engine;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What carries one session right now, whether it is read from, and its move to another
 * connection. Safe for use by any thread.
 */
final class CurrentConnection {

	private static final Log logger = LogFactory.getLog(CurrentConnection.class);

	private static final AtomicReferenceFieldUpdater<CurrentConnection, Upgrade> UPGRADE = AtomicReferenceFieldUpdater
		.newUpdater(CurrentConnection.class, Upgrade.class, "upgrade");

	private volatile TransportConnection connection;

	private volatile @Nullable Upgrade upgrade;

	private volatile boolean readingSuspended;

	/** Only where the client's messages are received. */
	private short malformedInRow;

	CurrentConnection(TransportConnection connection) {
		this.connection = connection;
	}

	TransportConnection get() {
		return this.connection;
	}

	// Reading

	boolean isReadingSuspended() {
		return this.readingSuspended;
	}

	void suspendReading(boolean suspended) {
		this.readingSuspended = suspended;
		applySuspension();
	}

	/** Whoever comes last, here or in an upgrade, sees what was asked for last. */
	private void applySuspension() {
		boolean applied;
		do {
			applied = this.readingSuspended;
			this.connection.suspendReading(applied);
		}
		while (applied != this.readingSuspended);
	}

	/** A packet made sense. */
	void wellFormed() {
		this.malformedInRow = 0;
	}

	/**
	 * A packet made no sense.
	 * @param max how many may follow each other
	 * @return {@code false} if there were as many before it
	 */
	boolean toleratesMalformed(int max) {
		if (this.malformedInRow >= max) {
			return false;
		}
		this.malformedInRow++;
		return true;
	}

	// Upgrade

	/**
	 * An attempt to move begins.
	 * @return {@code false} if there is one already, or was one that succeeded
	 */
	boolean begin(Upgrade attempt) {
		return UPGRADE.compareAndSet(this, null, attempt);
	}

	void failed(Upgrade attempt) {
		UPGRADE.compareAndSet(this, attempt, null);
	}

	/**
	 * Moves to the new connection: "the server must then flush the pending packets on the
	 * new transport". The attempt stays set, so that no other can start.
	 * @return {@code false} if the old connection is receiving at this moment
	 */
	boolean moveTo(FramedConnection target, DefaultEngineSession session) {
		if (!this.connection.detach()) {
			return false;
		}
		this.connection = target;
		target.receiveWith(session);
		target.attach(session);
		applySuspension();
		if (session.hasEnded()) {
			target.abort(CloseReason.TRANSPORT_CLOSE);
		}
		return true;
	}

	/**
	 * The session has ended, whatever becomes of the connection.
	 * @return whether a request is expected that the client sent before it knew
	 */
	boolean abort(CloseReason reason) {
		Upgrade attempt = this.upgrade;
		if (attempt != null) {
			attempt.sessionClosed();
		}
		try {
			return this.connection.abort(reason);
		}
		catch (RuntimeException ex) {
			logger.error("Ending a connection failed", ex);
			return false;
		}
	}

}
