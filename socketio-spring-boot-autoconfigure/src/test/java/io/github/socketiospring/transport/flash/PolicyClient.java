package io.github.socketiospring.transport.flash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * One connection, byte for byte.
 */
final class PolicyClient implements AutoCloseable {

	static final String REQUEST = "<policy-file-request/>\0";

	private static final int TIMEOUT = 20_000;

	private final Socket socket;

	PolicyClient(int port) {
		this(InetAddress.getLoopbackAddress(), port);
	}

	PolicyClient(InetAddress address, int port) {
		this(new Socket(), new InetSocketAddress(address, port));
	}

	PolicyClient(Socket socket, InetSocketAddress address) {
		this.socket = socket;
		try {
			socket.setSoTimeout(TIMEOUT);
			socket.setTcpNoDelay(true);
			socket.connect(address, TIMEOUT);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Asks for the policy on a connection of its own. */
	static String ask(int port) {
		try (PolicyClient client = new PolicyClient(port)) {
			return client.send(REQUEST).readAll();
		}
	}

	PolicyClient send(String text) {
		try {
			this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
			this.socket.getOutputStream().flush();
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Waits until the server closes. */
	String readAll() {
		try {
			return new String(this.socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (SocketException ex) {
			return "reset";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void reset() {
		try {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Socket socket() {
		return this.socket;
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
