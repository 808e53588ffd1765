package io.github.socketiospring.e2e;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;

/**
 * The Java client in the demo's room, over each of its transports; for
 * {@link EveryoneProcess}. It keeps to what versions 1 and 2 have.
 */
final class EveryoneJavaClient {

	private static final int SECONDS = 20;

	private static final String[][] WAYS = { { "polling" }, { "websocket" }, { "polling", "websocket" } };

	private final Socket socket;

	private final BlockingQueue<Object[]> welcomed = new LinkedBlockingQueue<>();

	private final BlockingQueue<Object[]> delivered = new LinkedBlockingQueue<>();

	private EveryoneJavaClient(URI uri, String[] transports) {
		IO.Options options = new IO.Options();
		options.transports = transports;
		options.forceNew = true;
		options.reconnection = false;
		this.socket = IO.socket(uri, options);
		this.socket.on("welcome", this.welcomed::add);
		this.socket.on("delivered", this.delivered::add);
		this.socket.on("said", (arguments) -> ((Ack) arguments[arguments.length - 1]).call());
		this.socket.connect();
	}

	private void speak(int others) throws InterruptedException {
		this.socket.emit("say", 1, "hello");
		int heardBy = ((Number) take(this.delivered)[1]).intValue();
		if (heardBy != others) {
			throw new IllegalStateException("heard by " + heardBy + " instead of " + others);
		}
	}

	private static Object[] take(BlockingQueue<Object[]> events) throws InterruptedException {
		Object[] arguments = events.poll(SECONDS, TimeUnit.SECONDS);
		if (arguments == null) {
			throw new IllegalStateException("no event");
		}
		return arguments;
	}

	/**
	 * Runs the clients.
	 * @param arguments the server's address
	 */
	public static void main(String[] arguments) throws Exception {
		URI uri = URI.create(arguments[0] + "/everyone");
		List<EveryoneJavaClient> clients = new ArrayList<>();
		for (String[] transports : WAYS) {
			clients.add(new EveryoneJavaClient(uri, transports));
		}
		for (EveryoneJavaClient client : clients) {
			take(client.welcomed);
		}
		System.out.println("ready " + clients.size());
		try (Scanner lines = new Scanner(System.in)) {
			while (lines.hasNextInt()) {
				int others = lines.nextInt();
				for (EveryoneJavaClient client : clients) {
					client.speak(others);
				}
				System.out.println("all heard");
			}
		}
		System.exit(0);
	}

}
