package io.github.socketiospring.e2e;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testkit.KitClient;

/**
 * A client of the test's own in the demo's room, which acknowledges whatever is said.
 */
final class RawMember implements AutoCloseable {

	private static final String NAMESPACE = "/everyone";

	private static final int SECONDS = 20;

	private final String name;

	private final KitClient client;

	private final BlockingQueue<Integer> delivered = new LinkedBlockingQueue<>();

	/**
	 * Connects a client and joins the room.
	 * @param name how it is called in failures
	 * @param client the client
	 */
	RawMember(String name, KitClient client) {
		this.name = name;
		this.client = client;
		client.open();
		client.join(NAMESPACE);
		if (!client.next().name().equals("welcome")) {
			throw new IllegalStateException("not welcomed");
		}
		Thread listener = new Thread(this::listen, name);
		listener.setDaemon(true);
		listener.start();
	}

	private void listen() {
		while (true) {
			KitClient.Event event = this.client.next();
			if (event.name().equals("said")) {
				this.client.acknowledge(event);
			}
			else if (event.name().equals("delivered")) {
				this.delivered.add((Integer) event.arguments().get(1));
			}
		}
	}

	/** Says something; returns how many others have acknowledged it. */
	int say(String text) throws InterruptedException {
		this.client.emit(NAMESPACE, "say", 1, text);
		Integer others = this.delivered.poll(SECONDS, TimeUnit.SECONDS);
		return (others != null) ? others : -1;
	}

	@Override
	public void close() {
		this.client.close();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
