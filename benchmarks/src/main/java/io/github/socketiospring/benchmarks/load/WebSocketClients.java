package io.github.socketiospring.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Connects many clients to a server, a few at a time, and keeps them.
 *
 * @param <C> the type of the clients
 */
final class WebSocketClients<C extends WebSocketConnection> {

	private static final int SIMULTANEOUS = 64;

	private final LoadLoop loop;

	private final int port;

	private final Tally tally;

	private final List<C> clients = new ArrayList<>();

	private int wanted;

	private int joined;

	private CompletableFuture<Void> allJoined = new CompletableFuture<>();

	private int gone;

	private final CompletableFuture<Void> allGone = new CompletableFuture<>();

	WebSocketClients(LoadLoop loop, int port, Tally tally) {
		this.loop = loop;
		this.port = port;
		this.tally = tally;
	}

	/**
	 * Returns the clients. On the loop only.
	 */
	List<C> list() {
		return this.clients;
	}

	/**
	 * Connects clients until there are as many as wanted.
	 */
	void open(int number, Supplier<C> factory) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.loop.run(() -> {
			this.allJoined = done;
			this.wanted = number;
			int first = Math.min(SIMULTANEOUS, number - this.clients.size());
			for (int i = 0; i < first; i++) {
				connect(factory);
			}
		});
		this.tally.await(done, "connections");
	}

	private void connect(Supplier<C> factory) {
		C client = factory.get();
		this.clients.add(client);
		this.loop.connect(this.port, client, this.tally);
	}

	/**
	 * A client has joined its namespace.
	 */
	void joined(Supplier<C> factory) {
		if (++this.joined == this.wanted) {
			this.allJoined.complete(null);
		}
		else if (this.clients.size() < this.wanted) {
			connect(factory);
		}
	}

	/**
	 * Disconnects all clients.
	 */
	void close() {
		this.loop.run(() -> {
			this.clients.forEach(WebSocketConnection::disconnect);
			if (this.clients.isEmpty()) {
				this.allGone.complete(null);
			}
		});
		this.tally.await(this.allGone, "connections to close");
	}

	/**
	 * A client has left.
	 */
	void left() {
		if (++this.gone == this.clients.size()) {
			this.allGone.complete(null);
		}
	}

}
