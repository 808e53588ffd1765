package io.github.socketiospring.engine;

import org.jspecify.annotations.Nullable;

/**
 * Gives what arrives on a framed connection to its session.
 *
 * @param session the session
 * @param connection the connection
 */
record SessionReceiver(TransportSession session, FramedConnection connection) implements FrameReceiver {

	@Override
	public void text(byte[] data, int offset, int length) {
		this.session.receiveText(this.connection, data, offset, length);
	}

	@Override
	public void binary(byte[] data) {
		this.session.receiveBinary(this.connection, data);
	}

	@Override
	public void ended(CloseReason reason, @Nullable String description) {
		this.session.connectionEnded(this.connection, reason, description);
	}

}
