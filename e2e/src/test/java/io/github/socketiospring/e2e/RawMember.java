package io.github.socketiospring.e2e;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testkit.KitClient;
import org.jspecify.annotations.Nullable;

/**
 * A client of the test's own in the demo's room, which acknowledges whatever is said.
 */
final class RawMember implements AutoCloseable {

	private static final String NAMESPACE = "/everyone";

	private static final int SECONDS = 20;

	private final String name;

	private final KitClient client;

	private volatile boolean closed;

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
		while (!this.closed) {
			KitClient.Event event = next();
			if (event == null) {
				continue;
			}
			if (event.name().equals("said")) {
				this.client.acknowledge(event);
			}
			else if (event.name().equals("delivered")) {
				this.delivered.add((Integer) event.arguments().get(1));
			}
		}
	}

	/** The next event; {@code null} if nobody says anything for long. */
	private KitClient.@Nullable Event next() {
		try {
			return this.client.next();
		}
		catch (AssertionError ex) {
			return null;
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
		this.closed = true;
		this.client.close();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
