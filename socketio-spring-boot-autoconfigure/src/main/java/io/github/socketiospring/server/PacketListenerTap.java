package io.github.socketiospring.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.socketiospring.PacketListener;
import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.PacketTap;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Shows an application's listener the packets of a session.
 *
 * @param listener the listener
 */
record PacketListenerTap(PacketListener listener) implements PacketTap {

	private static final Log logger = LogFactory.getLog(PacketListenerTap.class);

	@Override
	public void received(byte[] data, int offset, int length, boolean binary) {
		try {
			if (binary) {
				this.listener.received(Arrays.copyOfRange(data, offset, offset + length));
			}
			else {
				this.listener.received(new String(data, offset, length, StandardCharsets.UTF_8));
			}
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void sent(EngineMessage message) {
		int from = message.payloadOffset();
		try {
			if (message.isBinary()) {
				this.listener.sent(Arrays.copyOfRange(message.array(), from, from + message.payloadLength()));
			}
			else {
				this.listener.sent(message.toString());
			}
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	private static void failed(RuntimeException ex) {
		logger.error("A packet listener failed", ex);
	}

}
