package io.github.socketiospring.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on a loopback port that does to connections what networks do. It begins by
 * passing everything on. Faults stay until {@link #pass()}, and may be combined.
 */
public final class FaultyProxy implements AutoCloseable {

	private static final int CHUNK = 8192;

	private static final int CHUNKS_PER_SECOND = 20;

	private final int target;

	private final int port;

	private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "faulty-proxy");
		thread.setDaemon(true);
		return thread;
	});

	private final Set<Direction> stalled = EnumSet.noneOf(Direction.class);

	private final Set<Direction> lost = EnumSet.noneOf(Direction.class);

	private long delayNanos;

	private int bytesPerSecond = Integer.MAX_VALUE;

	private @Nullable ServerSocket listener;

	/** Has the port while nobody listens. */
	private @Nullable Socket placeholder;

	private volatile boolean closed;

	/**
	 * Starts a proxy.
	 * @param target the port on the loopback address that it stands for
	 * @throws IOException if it cannot listen
	 */
	public FaultyProxy(int target) throws IOException {
		this.target = target;
		ServerSocket first = Ports.listen();
		this.port = first.getLocalPort();
		accept(first);
	}

	/** The port to connect to. */
	public int port() {
		return this.port;
	}

	/** How many connections there are, those with faults included. */
	public int connections() {
		return this.connections.size();
	}

	/**
	 * Ends all faults: what was stalled goes on, and new connections are good. Those that
	 * have lost bytes never recover.
	 */
	public synchronized void pass() throws IOException {
		this.stalled.clear();
		this.lost.clear();
		this.delayNanos = 0;
		this.bytesPerSecond = Integer.MAX_VALUE;
		if (this.listener == null) {
			release();
			accept(Ports.listen(this.port));
		}
		notifyAll();
	}

	/** Ends the connections there are, at both ends, as programs do (FIN). */
	public void cut() {
		this.connections.forEach(Connection::close);
	}

	/** Ends the connections there are, at both ends, by RST. */
	public void reset() {
		this.connections.forEach(Connection::reset);
	}

	/** Refuses new connections from now on. */
	public synchronized void refuse() throws IOException {
		if (this.listener != null) {
			this.listener.close();
			this.listener = null;
			this.placeholder = Ports.hold(this.port);
		}
	}

	private synchronized void release() throws IOException {
		if (this.placeholder != null) {
			this.placeholder.close();
			this.placeholder = null;
		}
	}

	/**
	 * Keeps all connections, old and new, but moves nothing: the bytes wait.
	 * @param directions where nothing moves; none means both
	 */
	public synchronized void stall(Direction... directions) {
		this.stalled.addAll(allOr(directions));
	}

	/**
	 * Loses all that is sent, also the news that an end has closed: connections, old and
	 * new, are half open.
	 * @param directions what is lost; none means both
	 */
	public synchronized void lose(Direction... directions) {
		this.lost.addAll(allOr(directions));
		notifyAll();
	}

	/**
	 * Slows all connections down.
	 * @param delay by how much each piece, of up to 8 KB, is late
	 * @param bytesPerSecond what each connection carries in each direction
	 */
	public synchronized void slow(Duration delay, int bytesPerSecond) {
		this.delayNanos = delay.toNanos();
		this.bytesPerSecond = bytesPerSecond;
	}

	private static Set<Direction> allOr(Direction... directions) {
		return (directions.length == 0) ? EnumSet.allOf(Direction.class) : EnumSet.of(directions[0], directions);
	}

	private void accept(ServerSocket open) {
		this.listener = open;
		this.threads.execute(() -> {
			try {
				while (true) {
					Socket client = open.accept();
					this.threads.execute(() -> connect(client));
				}
			}
			catch (IOException ex) {
				// It was closed.
			}
		});
	}

	private void connect(Socket client) {
		Socket server;
		try {
			server = new Socket(InetAddress.getLoopbackAddress(), this.target);
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
		}
		catch (IOException ex) {
			closeQuietly(client);
			return;
		}
		Connection connection = new Connection(Map.of(Direction.TO_SERVER, client, Direction.TO_CLIENT, server));
		this.connections.add(connection);
		if (this.closed) {
			connection.close();
		}
		this.threads.execute(() -> connection.copy(Direction.TO_SERVER));
		connection.copy(Direction.TO_CLIENT);
	}

	/**
	 * Waits until bytes may go on.
	 * @return whether they are lost instead
	 */
	private synchronized boolean awaitTurn(Direction direction, int bytes) throws InterruptedException {
		long due = System.nanoTime() + this.delayNanos + TimeUnit.SECONDS.toNanos(bytes) / this.bytesPerSecond;
		while (!this.lost.contains(direction)) {
			long left = due - System.nanoTime();
			boolean slowed = left > 0 && (this.delayNanos > 0 || this.bytesPerSecond < Integer.MAX_VALUE);
			if (this.stalled.contains(direction)) {
				wait();
			}
			else if (slowed) {
				TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
			}
			else {
				return false;
			}
		}
		return true;
	}

	private synchronized boolean isLost(Direction direction) {
		return this.lost.contains(direction);
	}

	private synchronized int chunk() {
		return Math.max(1, Math.min(CHUNK, this.bytesPerSecond / CHUNKS_PER_SECOND));
	}

	private static void closeQuietly(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// There is nothing left to close.
		}
	}

	@Override
	public void close() throws IOException {
		this.closed = true;
		refuse();
		release();
		// Who waits goes on, and finds its sockets closed; idle threads end by themselves.
		lose();
		cut();
	}

	/** Which way bytes go. */
	public enum Direction {

		/** From whoever connects to the proxy. */
		TO_SERVER,

		/** From what the proxy stands for. */
		TO_CLIENT

	}

	/**
	 * A connection: the two sockets by the direction of what they send.
	 */
	private final class Connection {

		private final Map<Direction, Socket> sockets;

		Connection(Map<Direction, Socket> sockets) {
			this.sockets = new EnumMap<>(sockets);
		}

		private Socket socket(Direction direction) {
			return Objects.requireNonNull(this.sockets.get(direction));
		}

		void copy(Direction direction) {
			Socket from = socket(direction);
			Socket to = socket((direction == Direction.TO_SERVER) ? Direction.TO_CLIENT : Direction.TO_SERVER);
			byte[] bytes = new byte[CHUNK];
			boolean hole = false;
			try {
				int count;
				do {
					count = from.getInputStream().read(bytes, 0, chunk());
					// Once bytes are missing, what follows them makes no sense.
					hole |= awaitTurn(direction, Math.max(count, 0));
					if (!hole && count > 0) {
						to.getOutputStream().write(bytes, 0, count);
					}
				}
				while (count >= 0);
			}
			catch (IOException ex) {
				hole |= isLost(direction);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			if (!hole || to.isClosed()) {
				close();
			}
			else {
				closeQuietly(from);
			}
		}

		void close() {
			FaultyProxy.this.connections.remove(this);
			this.sockets.values().forEach(FaultyProxy::closeQuietly);
		}

		void reset() {
			this.sockets.values().forEach((socket) -> {
				try {
					socket.setSoLinger(true, 0);
				}
				catch (IOException ex) {
					// It is closed.
				}
			});
			close();
		}

	}

}
