package io.github.socketiospring.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import static org.awaitility.Awaitility.await;

/**
 * Begins with polling and moves to a WebSocket, or another wire, before anything else is sent.
 */
public final class UpgradeWire implements Wire {

	private final TestServer server;

	private final PollingWire polling;

	private final Function<String, Wire> target;

	private volatile Wire current;

	public UpgradeWire(TestServer server) {
		this(server, new Eio4Dialect(), "");
	}

	public UpgradeWire(TestServer server, Dialect dialect, String query) {
		this(server, new PollingWire(server, dialect, query),
				(sid) -> new WebSocketWire(server, dialect, "&sid=" + sid));
	}

	/**
	 * Moves to another wire than a WebSocket.
	 * @param server the server
	 * @param target makes the other wire of a session's id
	 */
	public UpgradeWire(TestServer server, Function<String, Wire> target) {
		this(server, new PollingWire(server), target);
	}

	private UpgradeWire(TestServer server, PollingWire polling, Function<String, Wire> target) {
		this.server = server;
		this.polling = polling;
		this.target = target;
		this.current = polling;
	}

	@Override
	public void open(Receiver receiver) {
		this.polling.open(receiver);
		Wire next = this.target.apply(this.polling.sid());
		CompletableFuture<Object> probed = new CompletableFuture<>();
		next.open(new Probing(receiver, probed));
		next.send("2probe");
		try {
			if (!"3probe".equals(probed.get(20, TimeUnit.SECONDS))) {
				throw new IllegalStateException("the probe failed");
			}
			CompletableFuture<Void> paused = this.polling.pause();
			await().until(() -> {
				// The server ends the poll that waits.
				this.server.letPass(Duration.ofMillis(100));
				return paused.isDone();
			});
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		next.send("5");
		this.current = next;
	}

	@Override
	public void send(Object... frames) {
		this.current.send(frames);
	}

	@Override
	public void close() {
		this.current.close();
	}

	@Override
	public void drop() {
		this.current.drop();
	}

	/**
	 * Takes the answer to the probe, and passes on what follows.
	 *
	 * @param target takes what follows
	 * @param probed learns the answer
	 */
	private record Probing(Receiver target, CompletableFuture<Object> probed) implements Receiver {

		@Override
		public void frame(Object frame) {
			if (!this.probed.complete(frame)) {
				this.target.frame(frame);
			}
		}

		@Override
		public void ended() {
			this.probed.cancel(false);
			this.target.ended();
		}

	}

}
