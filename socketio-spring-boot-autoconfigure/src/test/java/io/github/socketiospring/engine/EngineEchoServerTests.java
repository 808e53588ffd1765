package io.github.socketiospring.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.socketiospring.engine.revision.Revisions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The engine alone, without Spring, HTTP and Socket.IO: an echo server in a few lines.
 */
class EngineEchoServerTests {

	private final VirtualTime time = new VirtualTime();

	private final EngineServer server = new EngineServer(
			EngineOptions.DEFAULTS.withHeartbeat(Duration.ofMillis(300), Duration.ofMillis(200)), new Revisions(1_000),
			(request) -> Mono.empty(), Echo::new, this.time.timers());

	private final MultiValueMap<String, String> query = EngineFixture.query("EIO", "4", "transport", "websocket");

	private record Echo(EngineSession session) implements SessionListener {

		@Override
		public void text(byte[] data, int offset, int length) {
			this.session
				.send(this.session.revision().framing().text(new String(data, offset, length, StandardCharsets.UTF_8)));
		}

		@Override
		public void binary(byte[] data) {
			this.session.send(this.session.revision().framing().binary(data));
		}

		@Override
		public void closed(CloseReason reason, @Nullable String description) {
		}

	}

	@Test
	void echoesUntilTheClientStopsToAnswer() {
		FakeConnection client = connect();
		assertThat(client.takeWritten()).hasSize(1)
			.first()
			.asString()
			.matches(
					"0\\{\"sid\":\"[\\w-]{20}\",\"upgrades\":\\[],\"pingInterval\":300,\"pingTimeout\":200,\"maxPayload\":1000000}");
		client.text("4hello");
		client.binary((byte) 1, (byte) 2);
		assertThat(client.takeWritten()).containsExactly("4hello", "[1, 2]");
		this.time.advanceMillis(300);
		client.text("3");
		this.time.advanceMillis(300);
		assertThat(client.takeWritten()).containsExactly("2", "2");
		this.time.advanceMillis(200);
		assertThat(client.aborts()).containsExactly(CloseReason.PING_TIMEOUT);
		assertThat(this.server.size()).isZero();
	}

	@Test
	void clientsDoNotHearEachOther() {
		FakeConnection first = connect();
		FakeConnection second = connect();
		second.takeWritten();
		first.text("4hello");
		assertThat(second.written()).isEmpty();
		assertThat(this.server.size()).isEqualTo(2);
	}

	private FakeConnection connect() {
		RequestCheck.Handshake handshake = (RequestCheck.Handshake) this.server.check("GET", this.query, null, true);
		FakeConnection connection = FakeConnection.webSocket();
		this.server.openFramed(handshake.revision(),
				EngineRequest.get(java.net.URI.create("/engine.io/?EIO=4&transport=websocket"), this.query),
				connection);
		return connection;
	}

}
