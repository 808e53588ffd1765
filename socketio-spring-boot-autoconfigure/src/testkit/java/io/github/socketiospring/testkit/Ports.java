package io.github.socketiospring.testkit;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports on the loopback address that stay free while nobody listens, for whoever
 * stops and starts again: systems give none of these to outgoing connections.
 */
public final class Ports {

	private static final int FIRST = 10_000;

	private static final int LAST = 32_000;

	private static final int ATTEMPTS = 50;

	private static final int BACKLOG = 50;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private Ports() {
	}

	/** Listens at some port. */
	static ServerSocket listen() throws IOException {
		for (int i = 1; true; i++) {
			try {
				return listen(ThreadLocalRandom.current().nextInt(FIRST, LAST));
			}
			catch (BindException ex) {
				if (i == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	static ServerSocket listen(int port) throws IOException {
		ServerSocket listener = new ServerSocket();
		try {
			listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
			return listener;
		}
		catch (IOException ex) {
			listener.close();
			throw ex;
		}
	}

	/**
	 * Takes a port without listening, so that connections to it are refused. A listener
	 * that was closed goes on until its thread has noticed: returns when that is so.
	 */
	static Socket hold(int port) throws IOException {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (true) {
			Socket socket = new Socket();
			try {
				socket.setReuseAddress(true);
				socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
				return socket;
			}
			catch (BindException ex) {
				socket.close();
				if (System.nanoTime() - end > 0) {
					throw ex;
				}
				Thread.onSpinWait();
			}
		}
	}

	/** A port that was free a moment ago. */
	public static int free() throws IOException {
		try (ServerSocket listener = listen()) {
			return listener.getLocalPort();
		}
	}

}
