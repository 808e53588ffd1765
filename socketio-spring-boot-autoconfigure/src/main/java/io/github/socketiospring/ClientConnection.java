package io.github.socketiospring;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;

/**
 * The connection of one client, below all its namespaces: what is known of it, and what
 * can be done with it as a whole. Two of them are equal if they are the same connection.
 * Safe for use by any thread; nothing here blocks. What is asked of a connection that has
 * ended is answered as it was at its end.
 */
public interface ClientConnection {

	/**
	 * Returns a name for logs. It is made from the connection's secret id, which cannot
	 * be found out from it, each time this is called.
	 * @return 12 URL-safe characters, the same as long as the connection lives
	 */
	String id();

	/**
	 * Returns the name of the transport that carries the connection right now.
	 * @return {@code "polling"} or {@code "websocket"}; for clients of protocol 1 one of
	 * the names in {@code socketio.legacy.transports}, such as {@code "xhr-polling"}
	 */
	String transport();

	/**
	 * Returns the generation of the client.
	 * @return the generation
	 */
	Revision revision();

	/**
	 * Returns the client's address, as the web server saw it when the connection was
	 * opened; {@code server.forward-headers-strategy} makes it the address behind a
	 * proxy.
	 * @return the address, or {@code null} if unknown
	 */
	@Nullable InetSocketAddress remoteAddress();

	/**
	 * Returns when the connection was opened.
	 * @return the time, to the millisecond
	 */
	Instant connectedAt();

	/**
	 * Returns when the last packet arrived from the client, whichever it was: an answer
	 * to a heartbeat, too. Polls that bring nothing are none.
	 * @return the time, to about a hundredth of a second; not before
	 * {@link #connectedAt()}
	 */
	Instant lastHeard();

	/**
	 * Returns how many packets wait until the client takes them. Those that were handed
	 * to the network are not among them, though they may be on their way yet.
	 * @return the number of packets, one for each attachment, too
	 */
	int queuedPackets();

	/**
	 * Returns how much memory those packets hold; beyond
	 * {@code socketio.max-buffered-bytes}, the client is disconnected.
	 * @return the number of bytes, roughly
	 */
	long queuedBytes();

	/**
	 * Returns how far the connection's life has come.
	 * @return the state
	 */
	State state();

	/**
	 * Returns the client's sockets, one in each namespace it has joined.
	 * @return a snapshot, by the name of the namespace; empty once the connection has
	 * ended
	 */
	Map<String, Socket> sockets();

	/**
	 * Disconnects the client from all its namespaces, tells it so, and closes the
	 * connection when everything queued has been written. The same as
	 * {@link Socket#disconnect(boolean) disconnect(true)} of one of its sockets.
	 */
	void disconnect();

	/**
	 * Closes the connection at once; what is queued is lost. The client is not told that
	 * its sockets were disconnected, so it takes this for a failure of the network, and
	 * reconnects if it does so by itself.
	 */
	void close();

	/**
	 * Sends a packet of text as it is, for tests and diagnostics. The server neither
	 * checks nor understands it: a client may hang up when it sees it. It is queued
	 * behind what was emitted before, and dropped if the connection is not open.
	 * @param packet the whole packet of the engine, with its type in front: {@code "6"},
	 * {@code "42[\"hello\"]"}; for clients of protocol 1 a packet of that protocol:
	 * {@code "5:::{\"name\":\"hello\"}"}
	 * @throws IllegalArgumentException if it is empty, which no packet is
	 */
	void write(String packet);

	/**
	 * Sends a packet of bytes as it is, for tests and diagnostics, as
	 * {@link #write(String)} does with text.
	 * @param packet the bytes as a WebSocket frame has them, copied; for clients 1.x and
	 * 2.x they begin with the packet's type, the byte 4 for a message. Where a transport
	 * cannot carry bytes they become base64.
	 * @throws IllegalArgumentException if a client 1.x or 2.x would get something else
	 * than a message
	 * @throws UnsupportedOperationException if it is a client of protocol 1, which has no
	 * packets of bytes
	 */
	void write(byte[] packet);

	/**
	 * Runs a job on a thread that may block, as {@link Socket#spawn(Runnable)} does, but
	 * for the connection: it ends with the connection at the latest, whichever namespaces
	 * the client joins and leaves meanwhile. What the job throws is logged, for it
	 * belongs to no namespace, and so to no exception handlers.
	 * @param job the job
	 * @return cancels the job; disposed when the job is done, and at once if it does not
	 * run because the connection has ended
	 * @throws IllegalStateException if the connection has
	 * {@code socketio.limits.max-jobs-per-socket} jobs already; those of its sockets are
	 * not among them
	 * @see JobDecorator
	 */
	Disposable spawn(Runnable job);

	/**
	 * Subscribes to a job, as {@link Socket#spawn(Publisher)} does, but for the
	 * connection: it is cancelled when the connection ends. Its error is logged.
	 * @param job the job
	 * @return cancels the job; disposed when the job is done, and at once if it is not
	 * subscribed to because the connection has ended
	 * @throws IllegalStateException as for {@link #spawn(Runnable)}
	 * @see JobDecorator
	 */
	Disposable spawn(Publisher<?> job);

	/**
	 * Cancels all jobs of the connection, as its end does; not those of its sockets.
	 */
	void cancelJobs();

	/**
	 * Shows a listener all packets of this connection from now on, until the connection
	 * ends. It costs the connections nothing that nobody listens to.
	 * @param listener the listener, called after those added earlier
	 * @return this connection
	 */
	ClientConnection onPacket(PacketListener listener);

	/**
	 * Removes a listener that was added with {@link #onPacket}; nothing happens if it was
	 * not.
	 * @param listener the listener
	 * @return this connection
	 */
	ClientConnection offPacket(PacketListener listener);

	/**
	 * The life of a connection; it only ever moves forward.
	 */
	enum State {

		/** Packets travel in both directions. */
		OPEN,

		/** What is queued is still written, and nothing else. */
		CLOSING,

		/** It is over. */
		CLOSED

	}

}
