package io.github.socketiospring.samples.cluster.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports of the loopback address.
 */
final class Ports {

	private static final int TRIED = 200;

	private Ports() {
	}

	/**
	 * Refuses a port that somebody listens on.
	 * @param port the port that the user wants
	 */
	static void require(int port) {
		if (!isFree(port)) {
			throw new LaunchException("""
					Port %d is taken. End what listens there, or choose another port:
					    samples/cluster/run --port %d""".formatted(port, after(port, 1).get(0)));
		}
	}

	/**
	 * Finds ports that nobody listens on.
	 * @param port the port to begin behind
	 * @param count how many
	 * @return the ports, the lowest first
	 */
	static List<Integer> after(int port, int count) {
		List<Integer> free = new ArrayList<>();
		for (int next = port + 1; next <= port + TRIED && free.size() < count; next++) {
			if (isFree(next)) {
				free.add(next);
			}
		}
		if (free.size() < count) {
			throw new LaunchException("Too many ports after " + port + " are taken. Choose another one: --port");
		}
		return free;
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.bind(address(port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	static boolean isOpen(int port) {
		try (Socket socket = new Socket()) {
			socket.connect(address(port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static InetSocketAddress address(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

}
