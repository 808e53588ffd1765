package io.github.socketiospring.testkit;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@link TransportKit} for Engine.IO 3, where clients beat the heart and socket ids are
 * derived.
 */
public abstract class OldTransportKit extends TransportKit {

	private static final Duration PATIENCE = Duration.ofSeconds(25 + 20);

	/** Makes what carries the client. */
	protected abstract Wire wire(TestServer server);

	@Override
	protected final KitClient client(TestServer server) {
		return new OldSocketIoClient(wire(server));
	}

	@Override
	protected void assertRejoined(String before, String after) {
		assertThat(after).isEqualTo(before).startsWith("/chat#");
	}

	@Override
	protected void beat(KitClient client, TestServer server, int beat) {
		server.clock().advance(PATIENCE.minusSeconds(2));
		((OldSocketIoClient) client).beat();
		await().until(() -> client.heartbeats() == beat);
	}

	/** A server that is not told anything else waits for both times together. */
	@Override
	protected void fallSilent(KitClient client, TestServer server) {
		server.clock().advance(PATIENCE.minusSeconds(1));
		assertThat(client.call("/", "ask", 1)).containsExactly(1);
		server.clock().advance(Duration.ofSeconds(2));
	}

}
