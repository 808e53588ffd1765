package io.github.socketiospring.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A TCP proxy that loses its connections when it is told to. Who connects meanwhile waits
 * until it is restored.
 */
final class CuttableProxy implements AutoCloseable {

	private final int target;

	private final ServerSocket listener;

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "cuttable-proxy");
		thread.setDaemon(true);
		return thread;
	});

	private volatile CountDownLatch open = new CountDownLatch(0);

	CuttableProxy(int target) throws IOException {
		this.target = target;
		this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.threads.execute(this::accept);
	}

	int port() {
		return this.listener.getLocalPort();
	}

	void cut() {
		this.open = new CountDownLatch(1);
		this.connections.forEach(CuttableProxy::close);
	}

	void restore() {
		this.open.countDown();
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket incoming = this.listener.accept();
				this.threads.execute(() -> join(incoming));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void join(Socket incoming) {
		try {
			this.open.await();
			Socket outgoing = new Socket(InetAddress.getLoopbackAddress(), this.target);
			this.connections.add(incoming);
			this.connections.add(outgoing);
			this.threads.execute(() -> copy(incoming, outgoing));
			copy(outgoing, incoming);
		}
		catch (IOException | InterruptedException ex) {
			close(incoming);
		}
	}

	private void copy(Socket from, Socket to) {
		try (from; to) {
			InputStream input = from.getInputStream();
			OutputStream output = to.getOutputStream();
			input.transferTo(output);
		}
		catch (IOException ex) {
			// It is closed.
		}
		finally {
			this.connections.remove(from);
			this.connections.remove(to);
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		this.connections.forEach(CuttableProxy::close);
		this.threads.shutdownNow();
	}

}
