package io.github.socketiospring.engine.legacy;

import io.github.socketiospring.codec.engineio.PayloadConsumer;
import io.github.socketiospring.engine.TransportSession;

/**
 * Gives the packets of a payload to their session, as long as it is open.
 *
 * @param connection where they came from
 * @param session the session
 */
record SessionPackets(VirtualConnection connection, TransportSession session) implements PayloadConsumer {

	@Override
	public boolean text(byte[] data, int offset, int length) {
		this.session.receiveText(this.connection, data, offset, length);
		return this.session.isOpen();
	}

	@Override
	public boolean binary(byte[] data) {
		return false;
	}

}
