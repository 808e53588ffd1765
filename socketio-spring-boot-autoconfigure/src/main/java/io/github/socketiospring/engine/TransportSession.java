package io.github.socketiospring.engine;

import io.github.socketiospring.codec.engineio.EngineMessage;
import org.jspecify.annotations.Nullable;

/**
 * One client's session, as the transports see it that carry it. A connection pulls what
 * it writes from the {@link #queue()}, and gives what it receives to the session, by one
 * thread at a time; the rest may be called by any thread. What any but the current
 * connection receives is ignored, and so is its end.
 */
public interface TransportSession extends FrameReceiver {

	/**
	 * Returns the session's id, which is a secret of server and client.
	 * @return the id
	 */
	String id();

	/**
	 * Returns the client's generation.
	 * @return the revision
	 */
	ProtocolRevision revision();

	/**
	 * Returns the request that opened the session.
	 * @return the request
	 */
	EngineRequest request();

	/**
	 * Returns what carries the session right now.
	 * @return the connection
	 */
	TransportConnection connection();

	/**
	 * Returns what waits to be written; only the current connection takes from it.
	 * @return the queue
	 */
	OutboundQueue queue();

	/**
	 * Tells whether messages are taken from the client.
	 * @return {@code true} until the session is closed by either side
	 */
	boolean isOpen();

	/**
	 * Returns the first message of the session.
	 * @return the message
	 */
	EngineMessage openingMessage();

	/**
	 * The opening message has been written: tells the layer above, which may send at
	 * once.
	 */
	void opened();

	/**
	 * What a connection received holds no packet: it is dropped, or the session ends, as
	 * is usual in this client's generation. Called where it was received.
	 * @param from the connection
	 * @param description details for the log
	 */
	void malformed(TransportConnection from, @Nullable String description);

	/**
	 * A connection's own timer says that a heartbeat is due.
	 */
	void beat();

	/**
	 * The client has moved to another connection before it has said anything: the layer
	 * above tells it again what it was told before.
	 */
	void resumed();

	/**
	 * Starts to move the session to a new connection.
	 * @param target the new connection, which has received nothing yet
	 * @return whether the session may move: it is open, has not moved before and is not
	 * moving
	 */
	boolean startUpgrade(FramedConnection target);

	/**
	 * A connection has ended, or must: the session ends at once with it.
	 * @param from the connection
	 * @param reason why
	 * @param description details for the log, or {@code null}
	 */
	@Override
	void connectionEnded(TransportConnection from, CloseReason reason, @Nullable String description);

	/**
	 * The connection has written everything and told the client that this is the end.
	 */
	void drained();

	/**
	 * No request for this session, which has ended, is expected any more.
	 */
	void forget();

}
