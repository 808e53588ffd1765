package io.github.socketiospring.testkit;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server's sockets of clients that have joined, for tests that have both ends in
 * hand.
 */
public final class JoinedSockets {

	private final BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();

	/**
	 * Adds namespaces, or families of them.
	 * @param io the server
	 * @param namespaces their names
	 */
	public void of(SocketIOServer io, String... namespaces) {
		for (String namespace : namespaces) {
			io.of(namespace).onConnection(this.sockets::add);
		}
	}

	/**
	 * Adds a namespace, or a family, whose sockets answer the event "heard" with "ok".
	 * @param io the server
	 * @param namespace its name
	 */
	public void listening(SocketIOServer io, String namespace) {
		io.of(namespace).onConnection((socket) -> {
			socket.on("heard", (arguments, ack) -> ack.send("ok"));
			this.sockets.add(socket);
		});
	}

	/**
	 * Joins a namespace.
	 * @param client joins it
	 * @param namespace its name
	 * @return the socket
	 * @throws InterruptedException if the test is interrupted
	 */
	public Socket join(SocketIoClient client, String namespace) throws InterruptedException {
		client.join(namespace);
		return next();
	}

	/**
	 * Waits for the next client that joins.
	 * @return its socket
	 * @throws InterruptedException if the test is interrupted
	 */
	public Socket next() throws InterruptedException {
		Socket socket = this.sockets.poll(20, TimeUnit.SECONDS);
		assertThat(socket).as("a socket that has joined").isNotNull();
		return socket;
	}

	/**
	 * Forgets those that nobody has asked for.
	 */
	public void clear() {
		this.sockets.clear();
	}

}
