package io.github.socketiospring.benchmarks.nettysocketio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;

/**
 * The server a user of netty-socketio would write, on one thread as the others are. Ends
 * when its standard input does: with its parent at the latest.
 */
public final class NettySocketIOServer {

	private static final String HOST = "127.0.0.1";

	private NettySocketIOServer() {
	}

	/**
	 * Runs the server and prints its port.
	 * @param args none
	 * @throws IOException if the standard input fails
	 */
	public static void main(String[] args) throws IOException {
		System.setProperty("slf4j.internal.verbosity", "ERROR");
		Configuration configuration = new Configuration();
		configuration.setHostname(HOST);
		configuration.setPort(freePort());
		configuration.setBossThreads(1);
		configuration.setWorkerThreads(1);
		configuration.setUseLinuxNativeEpoll(true);
		SocketIOServer server = new SocketIOServer(configuration);
		server.addEventListener("echo", Text.class, (client, text, ack) -> client.sendEvent("echo", text));
		server.addEventListener("string", String.class, (client, text, ack) -> client.sendEvent("string", text));
		server.addEventListener("mix", Wait.class, (client, wait, ack) -> {
			if (wait.millis() > 0) {
				Thread.sleep(wait.millis());
			}
			client.sendEvent("mix", wait);
		});
		server.addEventListener("ack", Text.class, (client, text, ack) -> ack.sendAckData(text));
		server.addEventListener("all", Text.class,
				(client, text, ack) -> server.getBroadcastOperations().sendEvent("all", text));
		server.addEventListener("join", List.class, (client, rooms, ack) -> {
			for (Object room : rooms) {
				client.joinRoom((String) room);
			}
			ack.sendAckData();
		});
		server.addEventListener("room", Text.class,
				(client, text, ack) -> server.getRoomOperations("room").sendEvent("room", text));
		server.start();
		System.out.println(configuration.getPort());
		while (System.in.read() >= 0) {
			// Nothing is said.
		}
		Runtime.getRuntime().halt(0);
	}

	/** Its own would not be told. */
	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
			return socket.getLocalPort();
		}
	}

	/**
	 * What clients send and get back.
	 *
	 * @param text anything
	 */
	public record Text(String text) {
	}

	/**
	 * What clients send and get back after a while.
	 *
	 * @param text anything
	 * @param millis how long the handler waits
	 */
	public record Wait(String text, int millis) {
	}

}
