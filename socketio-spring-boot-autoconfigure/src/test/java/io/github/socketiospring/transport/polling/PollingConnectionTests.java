package io.github.socketiospring.transport.polling;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.codec.engineio.EncodedPayload;
import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.PayloadFormat;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.RequestCheck;
import io.github.socketiospring.engine.SessionListener;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.engine.revision.Revisions;
import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A client that closes its session by a POST while its poll may be under way, in every
 * order in which the two can arrive.
 */
class PollingConnectionTests {

	private static final String UNKNOWN = new RequestRefusedException(RequestError.UNKNOWN_SID).toString();

	private final AtomicLong nanos = new AtomicLong();

	private final TimerWheel timers = new TimerWheel(this.nanos::get);

	private final EngineServer server = new EngineServer(EngineOptions.DEFAULTS, new Revisions(10, true),
			(request) -> Mono.empty(), (session) -> Mockito.mock(SessionListener.class), this.timers);

	private final PollingConnection connection = new PollingConnection(Runnable::run, 16, 1_000_000);

	private final List<String> log = new ArrayList<>();

	private final MultiValueMap<String, String> query = new LinkedMultiValueMap<>();

	private TransportSession session;

	void open(String revision) {
		this.query.add("EIO", revision);
		this.query.add("transport", "polling");
		RequestCheck.Handshake handshake = (RequestCheck.Handshake) this.server.check("GET", this.query, null, false);
		this.session = this.server.open(handshake.revision(), EngineRequest.get(URI.create("/"), this.query),
				this.connection);
		this.query.add("sid", this.session.id());
		this.connection.attach(this.session);
		this.session.opened();
	}

	private void poll(String name) {
		answer(name, this.connection.poll(Runnable::run));
	}

	private void answer(String name, Mono<List<EngineMessage>> poll) {
		poll.subscribe((messages) -> this.log.add(name + " " + messages), (ex) -> this.log.add(name + " " + ex));
	}

	private void post() {
		PayloadFormat format = this.session.revision().payloads(this.query, this.query);
		EncodedPayload close = format.encode(List.of(this.session.revision().closeMessage()));
		this.connection.receive(close.body(), close.binary(), format);
	}

	private void answerPost() {
		this.connection.received().subscribe((nothing) -> {
		}, (ex) -> this.log.add("post " + ex), () -> this.log.add("post ok"));
	}

	private void pass(Duration duration) {
		long end = this.nanos.get() + duration.toNanos();
		while (this.nanos.get() < end) {
			this.nanos.addAndGet(Duration.ofMillis(10).toNanos());
			this.timers.advance();
		}
	}

	private void assertExpectsPoll() {
		assertThat(this.server.check("GET", this.query, null, false)).isInstanceOf(RequestCheck.Existing.class);
	}

	private void assertUnknown() {
		assertThatExceptionOfType(RequestRefusedException.class)
			.isThrownBy(() -> this.server.check("GET", this.query, null, false))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(RequestError.UNKNOWN_SID));
		// For requests that were checked before.
		this.log.clear();
		poll("another");
		assertThat(this.log).containsExactly("another " + UNKNOWN);
		assertThatExceptionOfType(RequestRefusedException.class).isThrownBy(() -> this.connection.startReceiving(() -> {
		})).satisfies((ex) -> assertThat(ex.error()).isEqualTo(RequestError.UNKNOWN_SID));
		assertThat(this.server.size()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "3", "4" })
	void aPollThatIsOpenIsAnsweredAndNobodyWaits(String revision) {
		open(revision);
		poll("open");
		post();
		assertThat(this.log).containsExactly("open [6]");
		assertThat(this.connection.holdsAnswers()).isFalse();
		assertUnknown();
		assertThat(this.timers.isEmpty()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "3", "4" })
	void aPollThatComesSecondLetsThePostBeAnswered(String revision) {
		open(revision);
		post();
		assertThat(this.connection.holdsAnswers()).isTrue();
		answerPost();
		assertExpectsPoll();
		assertThat(this.log).isEmpty();
		poll("late");
		assertThat(this.log).containsExactly("late [6]", "post ok");
		assertUnknown();
	}

	@ParameterizedTest
	@ValueSource(strings = { "3", "4" })
	void aPollThatComesWhileThePostIsProcessedIsTheLast(String revision) {
		open(revision);
		post();
		poll("late");
		assertThat(this.connection.holdsAnswers()).isFalse();
		answerPost();
		assertThat(this.log).containsExactly("late [6]", "post ok");
		assertUnknown();
	}

	@ParameterizedTest
	@ValueSource(strings = { "3", "4" })
	void aPollThatWasCheckedBeforeIsTheLast(String revision) {
		open(revision);
		Mono<List<EngineMessage>> checked = this.connection.poll(Runnable::run);
		post();
		answerPost();
		answer("late", checked);
		assertThat(this.log).containsExactly("late [6]", "post ok");
		assertUnknown();
	}

	@ParameterizedTest
	@ValueSource(strings = { "3", "4" })
	void aPollThatDoesNotComeIsNotWaitedForForLong(String revision) {
		open(revision);
		post();
		answerPost();
		pass(Duration.ofMillis(990));
		assertExpectsPoll();
		assertThat(this.log).isEmpty();
		pass(Duration.ofMillis(20));
		assertThat(this.log).containsExactly("post ok");
		assertUnknown();
	}

	@ParameterizedTest
	@ValueSource(strings = { "3", "4" })
	void thePostIsAnsweredWhenTheServerStops(String revision) {
		open(revision);
		post();
		answerPost();
		this.server.stop();
		assertThat(this.log).containsExactly("post ok");
		assertUnknown();
	}

	@Test
	void theServerMayStopBetweenOpeningAndAttaching() {
		this.query.add("EIO", "4");
		this.query.add("transport", "polling");
		RequestCheck.Handshake handshake = (RequestCheck.Handshake) this.server.check("GET", this.query, null, false);
		EngineRequest request = EngineRequest.get(URI.create("/"), this.query);
		this.session = this.server.open(handshake.revision(), request, this.connection);
		assertThat(this.connection.abort(CloseReason.SERVER_SHUTTING_DOWN)).isFalse();
		this.server.stop();
		this.connection.attach(this.session);
		this.session.opened();
		assertThat(this.session.isOpen()).isFalse();
		this.query.add("sid", this.session.id());
		assertUnknown();
	}

	@ParameterizedTest
	@ValueSource(strings = { "3", "4" })
	void requestsAreRefusedWhenTheSessionHasMoved(String revision) {
		open(revision);
		this.connection.detach();
		poll("late");
		assertThat(this.log).containsExactly("late " + new RequestRefusedException(RequestError.BAD_REQUEST));
		assertThatExceptionOfType(RequestRefusedException.class).isThrownBy(() -> this.connection.startReceiving(() -> {
		})).satisfies((ex) -> assertThat(ex.error()).isEqualTo(RequestError.BAD_REQUEST));
		assertThat(this.session.isOpen()).isTrue();
	}

}
