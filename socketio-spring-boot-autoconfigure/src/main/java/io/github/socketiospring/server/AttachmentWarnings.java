package io.github.socketiospring.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.codec.socketio.Packet;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells of packets that recent clients refuse, once per event name.
 */
final class AttachmentWarnings {

	private static final Log logger = LogFactory.getLog(AttachmentWarnings.class);

	/** The most that clients take by default, since socket.io-client 4.8.3. */
	private static final int MAX_ATTACHMENTS = 10;

	/** A packet of the text formats and its attachments. */
	static final int MAX_MESSAGES = 1 + MAX_ATTACHMENTS;

	/** Names that are made at run time must not fill the memory. */
	private static final int MAX_NAMES = 1_000;

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	void warn(Packet packet, int messages) {
		String what = (packet instanceof Packet.Event event) ? "Event '" + event.event() + "'" : "An acknowledgement";
		String text = what + " of namespace " + packet.namespace();
		if (this.warned.size() < MAX_NAMES && this.warned.add(text)) {
			logger.warn(text + " is sent with " + (messages - 1)
					+ " attachments. socket.io-client 4.8.3 and later takes" + " no more than " + MAX_ATTACHMENTS
					+ " by default: it disconnects with a parse error, and connects"
					+ " again. Put the binary data into fewer values, or into several events.");
		}
	}

}
