package io.github.socketiospring.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.revision.Revisions;
import io.github.socketiospring.handshake.RequestError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What those learn who look at sessions.
 */
class EngineWatcherTests {

	private final VirtualTime time = new VirtualTime();

	private final Recorder recorder = new Recorder();

	private final EngineServer server = new EngineServer(EngineFixture.options(true, 1_000, 1), new Revisions(100),
			(request) -> Mono.empty(), (request) -> "sessionOfTheTests" + this.recorder.lines.size(),
			(session) -> Mockito.mock(SessionListener.class), this.time.timers(), this.recorder);

	private TransportSession open(FakeConnection connection) {
		ProtocolRevision revision = ((RequestCheck.Handshake) this.server.check("GET",
				EngineFixture.query("EIO", "4", "transport", "polling"), null, false))
			.revision();
		TransportSession session = this.server.open(revision,
				EngineFixture.request(new java.net.InetSocketAddress("127.0.0.1", 1)), connection);
		connection.attach(session);
		session.opened();
		return session;
	}

	@Test
	void learnOfTheBeginningAndTheEnd() {
		TransportSession session = open(FakeConnection.polling());
		assertThat(this.recorder.lines).containsExactly("opened");
		assertThat(this.server.sessions()).hasSize(1);
		((EngineSession) session).close(CloseReason.PING_TIMEOUT, null);
		((EngineSession) session).close(CloseReason.PING_TIMEOUT, null);
		assertThat(this.recorder.lines).containsExactly("opened", "closed: PING_TIMEOUT");
		assertThat(this.server.sessions()).isEmpty();
	}

	@Test
	void countPacketsAndBytes() {
		FakeConnection connection = FakeConnection.polling();
		TransportSession session = open(connection);
		byte[] packet = "4hello".getBytes(StandardCharsets.UTF_8);
		session.receiveText(connection, packet, 0, packet.length);
		session.receiveBinary(connection, new byte[] { 1, 2, 3 });
		Traffic traffic = ((EngineSession) session).traffic();
		assertThat(traffic).isNotNull();
		assertThat(traffic.receivedPackets()).isEqualTo(2);
		assertThat(traffic.receivedBytes()).isEqualTo(9);

		EngineMessage message = EngineMessage.text("4answer");
		((EngineSession) session).send(message, message);
		assertThat(traffic.sentPackets()).isZero();
		assertThat(traffic.highWater()).isEqualTo(2L * message.retainedSize());
		List<EngineMessage> taken = new ArrayList<>();
		session.queue().drainTo(taken, 10, 1_000);
		assertThat(traffic.sentPackets()).isEqualTo(2);
		assertThat(traffic.sentBytes()).isEqualTo(14);
	}

	@Test
	void learnOfLimits() {
		TransportSession session = open(FakeConnection.polling());
		assertThatExceptionOfType(ServerBusyException.class).isThrownBy(() -> open(FakeConnection.polling()));
		EngineMessage large = EngineMessage.text("4" + "x".repeat(600));
		((EngineSession) session).send(large);
		((EngineSession) session).send(large);
		assertThat(this.recorder.lines).containsExactly("opened", "limited: max-sessions-per-address",
				"limited: max-buffered-bytes", "closed: FORCED_SERVER_CLOSE");
	}

	@Test
	void learnOfUpgradesAndOfThoseThatFail() {
		FakeConnection polling = FakeConnection.polling();
		TransportSession session = open(polling);
		FakeConnection slow = FakeConnection.webSocket();
		assertThat(session.startUpgrade(slow)).isTrue();
		this.time.advance(Duration.ofSeconds(11));
		assertThat(this.recorder.lines).containsExactly("opened", "upgrade failed");

		FakeConnection webSocket = FakeConnection.webSocket();
		assertThat(session.startUpgrade(webSocket)).isTrue();
		webSocket.text("2probe");
		webSocket.text("5");
		assertThat(this.recorder.lines).containsExactly("opened", "upgrade failed", "upgraded from polling");
	}

	@Test
	void nobodyCountsUnlessAsked() {
		EngineServer plain = new EngineServer(EngineFixture.OPTIONS, new Revisions(100), (request) -> Mono.empty(),
				(session) -> Mockito.mock(SessionListener.class), this.time.timers());
		ProtocolRevision revision = ((RequestCheck.Handshake) plain.check("GET",
				EngineFixture.query("EIO", "4", "transport", "polling"), null, false))
			.revision();
		TransportSession session = plain.open(revision, EngineFixture.request(null), FakeConnection.polling());
		assertThat(((EngineSession) session).traffic()).isNull();
	}

	@Test
	void severalAreToldAndOneCounts() {
		Recorder first = new Recorder();
		Recorder second = new Recorder();
		Traffic traffic = new Traffic();
		EngineWatcher counting = new EngineWatcher() {
			@Override
			public Traffic traffic() {
				return traffic;
			}
		};
		EngineWatcher all = EngineWatcher.all(List.of(EngineWatcher.NONE, counting, first, second));
		EngineSession session = Mockito.mock(EngineSession.class);
		assertThat(all.traffic()).isSameAs(traffic);
		all.opened(session);
		all.refused(RequestError.BAD_REQUEST);
		all.upgraded(session, "polling");
		all.upgradeFailed(session);
		all.closed(session, CloseReason.PING_TIMEOUT);
		all.limited("max-buffered-bytes");
		assertThat(first.lines).containsExactly("opened", "refused: BAD_REQUEST", "upgraded from polling",
				"upgrade failed", "closed: PING_TIMEOUT", "limited: max-buffered-bytes");
		assertThat(second.lines).isEqualTo(first.lines);
		assertThat(EngineWatcher.all(List.of(first))).isSameAs(first);
		assertThat(EngineWatcher.all(List.of()).traffic()).isNull();
	}

	/**
	 * Writes down all it learns.
	 */
	private static final class Recorder implements EngineWatcher {

		final List<String> lines = new ArrayList<>();

		@Override
		public @Nullable Traffic traffic() {
			return new Traffic();
		}

		@Override
		public void opened(EngineSession session) {
			this.lines.add("opened");
		}

		@Override
		public void refused(RequestError error) {
			this.lines.add("refused: " + error);
		}

		@Override
		public void upgraded(EngineSession session, String from) {
			this.lines.add("upgraded from " + from);
		}

		@Override
		public void upgradeFailed(EngineSession session) {
			this.lines.add("upgrade failed");
		}

		@Override
		public void closed(EngineSession session, CloseReason reason) {
			this.lines.add("closed: " + reason);
		}

		@Override
		public void limited(String limit) {
			this.lines.add("limited: " + limit);
		}

	}

}
