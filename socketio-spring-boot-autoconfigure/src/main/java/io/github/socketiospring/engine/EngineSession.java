package io.github.socketiospring.engine;

import java.time.Duration;
import java.util.concurrent.Executor;

import io.github.socketiospring.codec.engineio.EngineMessage;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection to the engine, as the layer above sees it: whatever transports
 * carry it. Sending and closing may be done by any thread; messages sent by one thread
 * keep their order.
 */
public interface EngineSession {

	/**
	 * Returns the session's id, which is a secret of server and client.
	 * @return the id
	 */
	String id();

	/**
	 * Returns what names the session where its id must not be seen, as in logs.
	 * @return 12 characters that are made of the id, and always the same
	 */
	String publicId();

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
	 * @return the name of the transport
	 */
	String transport();

	/**
	 * Returns the event loop of what carries the session right now.
	 * @return the event loop
	 */
	Executor executor();

	/**
	 * Tells whether messages can be sent.
	 * @return {@code true} until the session is closed by either side
	 */
	boolean isOpen();

	/**
	 * Returns how far the session's life has come.
	 * @return the state
	 */
	State state();

	/**
	 * Returns how long the client has sent nothing, not even a heartbeat.
	 * @return the time, to a hundredth of a second; since the session was opened, if
	 * nothing has arrived
	 */
	Duration silence();

	/**
	 * Returns how many messages wait to be written.
	 * @return the number
	 */
	int waitingMessages();

	/**
	 * Returns how much memory the messages hold that wait to be written.
	 * @return the number of bytes, roughly
	 */
	long waitingBytes();

	/**
	 * Returns how much memory the messages may hold that wait to be written.
	 * @return the number of bytes; one message alone may have more
	 */
	long capacity();

	/**
	 * Returns what the session has sent and received.
	 * @return the counts, or {@code null} if nobody counts
	 */
	@Nullable Traffic traffic();

	/**
	 * Lets somebody look at the packets from now on.
	 * @param tap is shown the packets, after those added earlier
	 */
	void addTap(PacketTap tap);

	/**
	 * Ends what {@link #addTap} began; nothing happens if it has not.
	 * @param tap equals the one that is shown no more packets
	 */
	void removeTap(PacketTap tap);

	/**
	 * Tells whether a message could leave right now.
	 * @return {@code false} if it would have to wait
	 */
	boolean isWritable();

	/**
	 * Sends messages as one unit: nothing comes between them. They are dropped if the
	 * session is not open; if too much waits already, it is closed.
	 * @param unit the messages
	 * @return whether they were dropped
	 */
	SendResult send(EngineMessage... unit);

	/**
	 * Sends a message before everything that waits.
	 * @param message the message
	 */
	void sendFirst(EngineMessage message);

	/**
	 * Stops reading from this client, or starts again.
	 * @param suspended whether to stop
	 */
	void suspendReading(boolean suspended);

	/**
	 * Ends the session when everything queued has been written, or when the client has
	 * not taken it in time. Nothing more is received.
	 * @param last what is sent before; no connection takes it without knowing that it is
	 * the last
	 */
	void closeWhenWritten(EngineMessage... last);

	/**
	 * Ends the session at once; what is queued is lost. The first call wins, later ones
	 * do nothing.
	 * @param reason why
	 * @param description details for the log, or {@code null}
	 */
	void close(CloseReason reason, @Nullable String description);

	/**
	 * The life of a session; it only ever moves forward.
	 */
	enum State {

		/** The client does not know yet that it is open. */
		OPENING,

		/** Messages travel in both directions. */
		OPEN,

		/** What is queued is still written, and nothing else. */
		CLOSING,

		/** It is over. */
		CLOSED

	}

}
