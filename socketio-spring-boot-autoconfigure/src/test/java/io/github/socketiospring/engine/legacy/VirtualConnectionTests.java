package io.github.socketiospring.engine.legacy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineFixture;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.engine.OutboundQueue;
import io.github.socketiospring.engine.SessionListener;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.engine.VirtualTime;
import io.github.socketiospring.engine.revision.Revisions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VirtualConnection}.
 */
class VirtualConnectionTests {

	private final VirtualTime time = new VirtualTime();

	private final List<String> events = new ArrayList<>();

	private final EngineServer server = new EngineServer(EngineFixture.OPTIONS, new Revisions(10),
			(request) -> Mono.empty(), this::listen, this.time.timers());

	private final LegacySessions sessions = new LegacySessions(this.server, LegacyOptions.DEFAULTS);

	private final VirtualConnection connection = this.sessions.open(EngineFixture.request(null), Runnable::run);

	/** As the layer above sees it. */
	private final EngineSession session = (EngineSession) this.connection.session();

	private final OutboundQueue queue = this.connection.session().queue();

	private SessionListener listen(EngineSession opened) {
		this.events.add("opened");
		opened.send(EngineMessage.text("1::"));
		return new SessionListener() {
			@Override
			public void text(byte[] data, int offset, int length) {
				VirtualConnectionTests.this.events.add(new String(data, offset, length));
			}

			@Override
			public void binary(byte[] data) {
				throw new AssertionError("not of this protocol");
			}

			@Override
			public void resumed() {
				VirtualConnectionTests.this.events.add("resumed");
			}

			@Override
			public void closed(CloseReason reason, @Nullable String description) {
				VirtualConnectionTests.this.events.add("closed " + reason);
			}
		};
	}

	private FakeCarrier carry(LegacyTransport type) {
		FakeCarrier carrier = new FakeCarrier(type);
		assertThat(this.connection.carry(carrier)).isTrue();
		return carrier;
	}

	private void receive(FakeCarrier from, String payload) {
		byte[] data = EngineFixture.bytes("xx" + payload + "x");
		this.connection.receive(from, data, 2, data.length - 3);
	}

	private void send(String... texts) {
		for (String text : texts) {
			this.session.send(EngineMessage.text(text));
		}
	}

	private void passSeconds(long seconds) {
		this.time.advance(Duration.ofSeconds(seconds));
	}

	private boolean isKnown() {
		return this.sessions.find(this.session.id()) == this.connection;
	}

	@Test
	void theFirstCarrierOpensTheSession() {
		assertThat(this.events).isEmpty();
		assertThat(isKnown()).isTrue();
		FakeCarrier first = carry(LegacyTransport.XHR_POLLING);
		assertThat(this.events).containsExactly("opened");
		assertThat(first.log).containsExactly("reads", "starts");
		assertThat(first.take()).containsExactly("1::");
		assertThat(this.connection.transport()).isEqualTo("xhr-polling");
	}

	@Test
	void aHandshakeThatIsNotUsedIsDropped() {
		passSeconds(29);
		assertThat(isKnown()).isTrue();
		passSeconds(2);
		assertThat(isKnown()).isFalse();
		assertThat(this.connection.carry(new FakeCarrier(LegacyTransport.WEBSOCKET))).isFalse();
		assertThat(this.events).isEmpty();
		assertThat(this.time.timers().isEmpty()).isTrue();
	}

	@Test
	void messagesWaitForTheNextCarrier() {
		FakeCarrier first = carry(LegacyTransport.XHR_POLLING);
		first.take();
		first.confirm();
		this.connection.lost(first);
		send("a", "b");
		assertThat(this.session.isWritable()).isFalse();
		FakeCarrier second = carry(LegacyTransport.XHR_POLLING);
		assertThat(second.take()).containsExactly("a", "b");
		assertThat(this.events).containsExactly("opened");
	}

	@Test
	void whatACarrierCouldNotWriteComesFirst() {
		FakeCarrier first = carry(LegacyTransport.XHR_POLLING);
		send("a", "b");
		assertThat(first.take()).containsExactly("1::", "a", "b");
		this.queue.confirm(1, this.queue.generation());
		send("c");
		this.connection.lost(first);
		assertThat(carry(LegacyTransport.XHR_POLLING).take()).containsExactly("a", "b", "c");
	}

	@Test
	void aClientHasTimeToComeBack() {
		FakeCarrier first = carry(LegacyTransport.WEBSOCKET);
		this.connection.lost(first);
		passSeconds(59);
		FakeCarrier second = carry(LegacyTransport.WEBSOCKET);
		this.connection.lost(second);
		passSeconds(59);
		assertThat(this.events).containsExactly("opened");
		passSeconds(2);
		assertThat(this.events).containsExactly("opened", "closed TRANSPORT_CLOSE");
		assertThat(isKnown()).isFalse();
		assertThat(this.time.timers().isEmpty()).isTrue();
	}

	@Test
	void aPollIsReleasedAfterAWhile() {
		FakeCarrier poll = carry(LegacyTransport.XHR_POLLING);
		passSeconds(19);
		assertThat(poll.log).doesNotContain("released");
		passSeconds(2);
		assertThat(poll.log).contains("released");
		poll.take();
		poll.confirm();
		this.connection.lost(poll);
		passSeconds(30);
		assertThat(this.events).containsExactly("opened");
	}

	@Test
	void theHeartBeatsOnWhatStaysOpen() {
		FakeCarrier socket = carry(LegacyTransport.WEBSOCKET);
		assertThat(socket.take()).containsExactly("1::");
		for (int i = 0; i < 10; i++) {
			passSeconds(24);
			assertThat(socket.take()).isEmpty();
			passSeconds(1);
			assertThat(socket.take()).containsExactly("2::");
			receive(socket, "2::");
		}
		assertThat(this.events).containsExactly("opened");
	}

	/** The thread that sends it may be held up right after that. */
	@Test
	void theNextHeartbeatIsDueAlthoughTimePassesWhileOneIsSent() {
		FakeCarrier socket = carry(LegacyTransport.WEBSOCKET);
		socket.take();
		socket.onWakeUp = () -> {
			socket.onWakeUp = () -> {
			};
			assertThat(socket.take()).containsExactly("2::");
			receive(socket, "2::");
			this.time.passUnnoticed(Duration.ofSeconds(20));
		};
		passSeconds(25);
		passSeconds(5);
		assertThat(socket.take()).containsExactly("2::");
	}

	@Test
	void aClientIsGoneSomeTimeAfterTheFirstHeartbeatItDoesNotAnswer() {
		FakeCarrier socket = carry(LegacyTransport.HTMLFILE);
		passSeconds(25);
		receive(socket, "2::");
		passSeconds(25 + 59);
		assertThat(this.events).containsExactly("opened");
		passSeconds(2);
		assertThat(this.events).containsExactly("opened", "closed PING_TIMEOUT");
		assertThat(socket.log).contains("ended by 7:::1+0");
		assertThat(isKnown()).isFalse();
	}

	@Test
	void whateverAClientSendsIsASignOfLife() {
		FakeCarrier stream = carry(LegacyTransport.HTMLFILE);
		for (int i = 0; i < 20; i++) {
			passSeconds(20);
			stream.take();
			byte[] post = EngineFixture.bytes("3:::x");
			this.connection.receive(post, 0, post.length);
		}
		assertThat(this.events).hasSize(21).doesNotContain("closed PING_TIMEOUT");
	}

	@Test
	void silenceSaysNothingAboutAClientThatIsNotListenedTo() {
		FakeCarrier socket = carry(LegacyTransport.WEBSOCKET);
		this.session.suspendReading(true);
		passSeconds(150);
		socket.take();
		passSeconds(150);
		socket.take();
		assertThat(this.events).containsExactly("opened");
		this.session.suspendReading(false);
		passSeconds(110);
		assertThat(this.events).containsExactly("opened", "closed PING_TIMEOUT");
	}

	@Test
	void aCarrierWaitsForTheOneBeforeIt() {
		FakeCarrier first = carry(LegacyTransport.XHR_POLLING);
		first.take();
		FakeCarrier second = carry(LegacyTransport.XHR_POLLING);
		assertThat(first.log).endsWith("released");
		assertThat(second.log).isEmpty();
		send("a");
		assertThat(second.log).isEmpty();
		this.connection.lost(first);
		assertThat(second.log).containsExactly("reads", "starts");
		assertThat(second.take()).containsExactly("1::", "a");
	}

	@Test
	void aCarrierThatDoesNotEndIsAborted() {
		FakeCarrier first = carry(LegacyTransport.WEBSOCKET);
		carry(LegacyTransport.WEBSOCKET);
		passSeconds(4);
		assertThat(first.log).doesNotContain("aborted");
		passSeconds(2);
		assertThat(first.log).endsWith("aborted");
	}

	@Test
	void onlyTheLastOfManyWaits() {
		FakeCarrier first = carry(LegacyTransport.XHR_POLLING);
		FakeCarrier second = carry(LegacyTransport.XHR_POLLING);
		FakeCarrier third = carry(LegacyTransport.XHR_POLLING);
		assertThat(second.log).containsExactly("aborted");
		this.connection.lost(second);
		this.connection.lost(first);
		assertThat(third.log).containsExactly("reads", "starts");
	}

	@Test
	void aCarrierThatEndsWhileItWaitsIsForgotten() {
		FakeCarrier first = carry(LegacyTransport.XHR_POLLING);
		FakeCarrier second = carry(LegacyTransport.XHR_POLLING);
		this.connection.lost(second);
		this.connection.lost(first);
		assertThat(second.log).isEmpty();
		passSeconds(61);
		assertThat(this.events).containsExactly("opened", "closed TRANSPORT_CLOSE");
	}

	@ParameterizedTest
	@ValueSource(strings = { "WEBSOCKET", "XHR_POLLING" })
	void aReleasedCarrierIsAbortedAlthoughNobodyWaitsAnyMore(LegacyTransport type) {
		FakeCarrier first = carry(type);
		FakeCarrier second = carry(type);
		this.connection.lost(second);
		passSeconds(6);
		assertThat(first.log).endsWith("aborted");
	}

	@Test
	void aPollWhoseAnswerIsNotTakenIsAborted() {
		FakeCarrier poll = carry(LegacyTransport.XHR_POLLING);
		passSeconds(21);
		assertThat(poll.log).endsWith("released");
		passSeconds(58);
		assertThat(poll.log).doesNotContain("aborted");
		passSeconds(2);
		assertThat(poll.log).containsExactly("reads", "starts", "released", "aborted");
	}

	@Test
	void aNewCarrierStartsAfresh() {
		FakeCarrier first = carry(LegacyTransport.XHR_POLLING);
		FakeCarrier second = carry(LegacyTransport.XHR_POLLING);
		this.connection.lost(first);
		passSeconds(21);
		assertThat(second.log).containsExactly("reads", "starts", "released");
	}

	@Test
	void packetsOfAnOldCarrierAreIgnored() {
		FakeCarrier first = carry(LegacyTransport.WEBSOCKET);
		receive(first, "3:::a");
		FakeCarrier second = carry(LegacyTransport.WEBSOCKET);
		receive(first, "3:::b");
		receive(second, "3:::early");
		this.connection.lost(first);
		receive(first, "3:::late");
		receive(second, "3:::c");
		assertThat(this.events).containsExactly("opened", "3:::a", "3:::b", "3:::early", "3:::c");
	}

	@Test
	void aClientThatMovesBeforeItIsHeardIsWelcomedAgain() {
		FakeCarrier first = carry(LegacyTransport.WEBSOCKET);
		FakeCarrier second = carry(LegacyTransport.XHR_POLLING);
		assertThat(this.events).containsExactly("opened");
		this.connection.lost(first);
		assertThat(this.events).containsExactly("opened", "resumed");
		receive(second, "3:::x");
		this.connection.lost(second);
		carry(LegacyTransport.HTMLFILE);
		assertThat(this.events).containsExactly("opened", "resumed", "3:::x");
	}

	@Test
	void anotherPollIsNoMove() {
		this.connection.lost(carry(LegacyTransport.XHR_POLLING));
		this.connection.lost(carry(LegacyTransport.XHR_POLLING));
		assertThat(this.events).containsExactly("opened");
	}

	@Test
	void suspensionIsCarriedOver() {
		FakeCarrier first = carry(LegacyTransport.WEBSOCKET);
		this.session.suspendReading(true);
		assertThat(first.log).endsWith("suspends");
		this.connection.lost(first);
		FakeCarrier second = carry(LegacyTransport.WEBSOCKET);
		assertThat(second.log).containsExactly("suspends", "starts");
		this.session.suspendReading(false);
		assertThat(second.log).endsWith("reads");
	}

	@Test
	void theEndAbortsEverything() {
		FakeCarrier first = carry(LegacyTransport.WEBSOCKET);
		FakeCarrier second = carry(LegacyTransport.WEBSOCKET);
		List<String> posts = new ArrayList<>();
		assertThat(this.connection.posts().enter(() -> posts.add("aborted"))).isTrue();
		this.session.close(CloseReason.SERVER_SHUTTING_DOWN, null);
		assertThat(first.log).endsWith("ended by 7:::1+0");
		assertThat(second.log).containsExactly("ended by 7:::1+0");
		assertThat(posts).containsExactly("aborted");
		this.connection.lost(first);
		assertThat(second.log).doesNotContain("starts");
		assertThat(this.connection.carry(new FakeCarrier(LegacyTransport.WEBSOCKET))).isFalse();
		assertThat(this.connection.posts().enter(() -> {
		})).isFalse();
		assertThat(this.time.timers().isEmpty()).isTrue();
		assertThat(this.events).containsExactly("opened", "closed SERVER_SHUTTING_DOWN");
	}

	@Test
	void aSessionThatIsClosingTellsTheNextCarrier() {
		FakeCarrier first = carry(LegacyTransport.XHR_POLLING);
		this.connection.lost(first);
		this.session.closeWhenWritten();
		FakeCarrier second = carry(LegacyTransport.XHR_POLLING);
		assertThat(second.log).contains("starts");
		assertThat(second.take()).containsExactly("1::");
		assertThat(this.queue.isFinished()).isTrue();
		passSeconds(31);
		assertThat(this.events).containsExactly("opened", "closed FORCED_CLOSE");
		assertThat(isKnown()).isFalse();
	}

	@Test
	void whoHasLeftIsToldThatTheSessionHasEndedAndTheNextThatThereIsNone() {
		FakeCarrier first = carry(LegacyTransport.XHR_POLLING);
		FakeCarrier second = carry(LegacyTransport.XHR_POLLING);
		this.session.close(CloseReason.TRANSPORT_CLOSE, null);
		assertThat(first.log).endsWith("ended by 0::");
		assertThat(second.log).containsExactly("ended by 7:::1+0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\ufffd5\ufffd3:::x\ufffd9\ufffd3::", "\ufffd", "9::" })
	void malformedPayloadsAreDropped(String payload) {
		FakeCarrier carrier = carry(LegacyTransport.WEBSOCKET);
		receive(carrier, payload);
		receive(carrier, "3:::next");
		assertThat(this.events).doesNotContain("closed PARSE_ERROR").last().isEqualTo("3:::next");
	}

	@Test
	void tooManyMalformedPayloadsInARowEndTheSession() {
		FakeCarrier carrier = carry(LegacyTransport.WEBSOCKET);
		for (int i = 0; i < 2; i++) {
			for (int j = 0; j < 100; j++) {
				receive(carrier, (j % 2 > 0) ? "\ufffd3\ufffd" : "\ufffd");
			}
			receive(carrier, "3:::good");
		}
		for (int j = 0; j < 100; j++) {
			receive(carrier, "\ufffd");
		}
		assertThat(this.events).containsExactly("opened", "3:::good", "3:::good");
		receive(carrier, "\ufffd");
		assertThat(this.events).last().isEqualTo("closed PARSE_ERROR");
	}

	@Test
	void slowClientsAreDisconnectedWhateverCarriesThem() {
		this.connection.lost(carry(LegacyTransport.XHR_POLLING));
		for (int i = 0; i < 100; i++) {
			send("3:::" + "x".repeat(100));
		}
		assertThat(this.events).containsExactly("opened", "closed FORCED_SERVER_CLOSE");
		assertThat(isKnown()).isFalse();
	}

	/**
	 * Takes when the test says so.
	 */
	private final class FakeCarrier implements Carrier {

		private final LegacyTransport type;

		private final List<String> log = new ArrayList<>();

		private int taken;

		private Runnable onWakeUp = () -> {
		};

		FakeCarrier(LegacyTransport type) {
			this.type = type;
		}

		List<String> take() {
			List<EngineMessage> messages = new ArrayList<>();
			VirtualConnectionTests.this.queue.drainTo(messages, 100, 100_000);
			this.taken += messages.size();
			return messages.stream().map(EngineMessage::toString).toList();
		}

		void confirm() {
			OutboundQueue queue = VirtualConnectionTests.this.queue;
			queue.confirm(this.taken, queue.generation());
		}

		@Override
		public LegacyTransport transport() {
			return this.type;
		}

		@Override
		public Executor executor() {
			return Runnable::run;
		}

		@Override
		public boolean isWritable() {
			return true;
		}

		@Override
		public boolean hasHeartbeat() {
			return this.type != LegacyTransport.XHR_POLLING;
		}

		@Override
		public void start(TransportSession started) {
			assertThat(started).isSameAs(VirtualConnectionTests.this.session);
			this.log.add("starts");
		}

		@Override
		public void wakeUp() {
			// The test takes.
			this.onWakeUp.run();
		}

		@Override
		public void suspendReading(boolean suspended) {
			this.log.add(suspended ? "suspends" : "reads");
		}

		@Override
		public void release() {
			this.log.add("released");
		}

		@Override
		public void end(EngineMessage message) {
			this.log.add("ended by " + message);
		}

		@Override
		public void abort() {
			this.log.add("aborted");
		}

	}

}
