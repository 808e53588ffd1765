package io.github.socketiospring.engine;

import java.time.Duration;

import io.github.socketiospring.codec.text.Base64Payload;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a session does with what it receives: heartbeats and packets without a meaning end
 * here, and messages go to the session's listener. All else is up to
 * {@link DefaultEngineSession}.
 */
abstract class ReceivingSession implements EngineSession, TransportSession {

	private static final Log logger = LogFactory.getLog(ReceivingSession.class);

	/**
	 * When something was last received, as the timers' time stamp. Written by one thread;
	 * others need not see the last value.
	 */
	private int heard;

	/**
	 * Creates a session.
	 * @param now the timers' time stamp
	 */
	ReceivingSession(int now) {
		this.heard = now;
	}

	abstract EngineServer server();

	abstract ListenerSlot listener();

	abstract CurrentConnection current();

	abstract HeartbeatTimer heartbeat();

	@Override
	public final @Nullable Traffic traffic() {
		return queue().traffic();
	}

	private void hear(int bytes) {
		hear();
		Traffic traffic = traffic();
		if (traffic != null) {
			traffic.received(bytes);
		}
	}

	/** Something was received just now. */
	final void hear() {
		this.heard = server().timers().stamp();
	}

	@Override
	public Duration silence() {
		return server().timers().since(this.heard);
	}

	@Override
	public void receiveText(TransportConnection from, byte[] data, int offset, int length) {
		SessionListener target = listener().get();
		if (from != current().get() || target == null || !isOpen()) {
			return;
		}
		hear(length);
		listener().showReceived(data, offset, length, false);
		if (length == 0) {
			malformed(from, "empty packet");
			return;
		}
		switch (revision().signal(data, offset, length)) {
			case MESSAGE -> deliverText(target, data, offset, length);
			case BASE64_MESSAGE -> receiveBase64(data, offset, length);
			case PING -> revision().heartbeat().ping(heartbeat());
			case PONG -> revision().heartbeat().pong(heartbeat());
			case CLOSE -> close(CloseReason.TRANSPORT_CLOSE, "the client closed the session");
			case UPGRADE, IGNORE -> {
				// Without meaning outside an upgrade.
			}
			case INVALID -> malformed(from, "invalid packet type");
		}
	}

	private void deliverText(SessionListener target, byte[] data, int offset, int length) {
		int type = revision().framing().textPrefixLength();
		current().wellFormed();
		try {
			target.text(data, offset + type, length - type);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	/** What a client sends that was told not to use binary frames. */
	private void receiveBase64(byte[] data, int offset, int length) {
		byte[] decoded;
		try {
			decoded = Base64Payload.decode(data, offset + revision().base64PrefixLength(), offset + length);
		}
		catch (IllegalArgumentException ex) {
			close(CloseReason.PARSE_ERROR, ex.getMessage());
			return;
		}
		deliverBinary(decoded);
	}

	@Override
	public void receiveBinary(TransportConnection from, byte[] data) {
		if (from != current().get() || !isOpen()) {
			return;
		}
		hear(data.length);
		listener().showReceived(data, 0, data.length, true);
		byte[] content = revision().binaryContent(data);
		if (content == null) {
			malformed(from, "invalid packet type");
			return;
		}
		deliverBinary(content);
	}

	private void deliverBinary(byte[] content) {
		SessionListener target = listener().get();
		try {
			if (target != null) {
				target.binary(content);
			}
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void malformed(TransportConnection from, @Nullable String description) {
		if (!current().toleratesMalformed(revision().maxMalformedPackets())) {
			connectionEnded(from, CloseReason.PARSE_ERROR, description);
			return;
		}
		SessionListener target = listener().get();
		if (target == null || !isOpen()) {
			return;
		}
		try {
			target.malformed(description);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	void failed(RuntimeException ex) {
		logger.error("Session handling failed; the session is closed", ex);
		close(CloseReason.TRANSPORT_ERROR, "session handling failed");
	}

	@Override
	public void limited(String limit) {
		server().watcher().limited(limit);
	}

	@Override
	public void connectionEnded(TransportConnection from, CloseReason reason, @Nullable String description) {
		if (from == current().get()) {
			close(reason, description);
		}
	}

}
