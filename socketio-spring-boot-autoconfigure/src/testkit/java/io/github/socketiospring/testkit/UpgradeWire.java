package io.github.socketiospring.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.awaitility.Awaitility.await;

/**
 * Begins with polling and moves to a WebSocket before anything else is sent.
 */
public final class UpgradeWire implements Wire {

	private final TestServer server;

	private final Dialect dialect;

	private final PollingWire polling;

	private volatile Wire current;

	public UpgradeWire(TestServer server) {
		this(server, new Eio4Dialect(), "");
	}

	public UpgradeWire(TestServer server, Dialect dialect, String query) {
		this.server = server;
		this.dialect = dialect;
		this.polling = new PollingWire(server, dialect, query);
		this.current = this.polling;
	}

	@Override
	public void open(Receiver receiver) {
		this.polling.open(receiver);
		WebSocketWire webSocket = new WebSocketWire(this.server, this.dialect, "&sid=" + this.polling.sid());
		CompletableFuture<Object> probed = new CompletableFuture<>();
		webSocket.open(new Probing(receiver, probed));
		webSocket.send("2probe");
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
		webSocket.send("5");
		this.current = webSocket;
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
