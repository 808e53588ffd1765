package io.github.socketiospring.transport.polling;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.PayloadFormat;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A client that closes its session by a POST while its poll may be under way.
 */
class PollingConnectionTests {

	private final EngineServer server = new EngineServer(EngineOptions.DEFAULTS, new Revisions(10),
			(request) -> Mono.empty(), (session) -> Mockito.mock(SessionListener.class), new TimerWheel());

	private final PollingConnection connection = new PollingConnection(Runnable::run, 16, 1_000_000);

	private final List<String> log = new ArrayList<>();

	private TransportSession session;

	private static MultiValueMap<String, String> query() {
		MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
		query.add("EIO", "4");
		query.add("transport", "polling");
		return query;
	}

	@BeforeEach
	void open() {
		RequestCheck.Handshake handshake = (RequestCheck.Handshake) this.server.check("GET", query(), null, false);
		this.session = this.server.open(handshake.revision(), EngineRequest.get(URI.create("/"), query()),
				this.connection);
		this.connection.attach(this.session);
		this.session.opened();
	}

	private void poll(String name) {
		this.connection.poll(Runnable::run).subscribe((messages) -> messages.forEach((message) -> log(name, message)));
	}

	private void log(String name, EngineMessage message) {
		this.log.add(name + " " + message);
	}

	private void closeByClient() {
		PayloadFormat format = this.session.revision().payloads(query(), query());
		this.connection.receive(new byte[] { '1' }, false, format);
	}

	private void assertUnknown() {
		MultiValueMap<String, String> query = query();
		query.add("sid", this.session.id());
		assertThatExceptionOfType(RequestRefusedException.class)
			.isThrownBy(() -> this.server.check("GET", query, null, false))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(RequestError.UNKNOWN_SID));
	}

	@Test
	void aPollThatIsOpenIsAnsweredAndNobodyWaits() {
		poll("open");
		closeByClient();
		assertThat(this.log).containsExactly("open 6");
		assertThat(this.connection.holdsAnswers()).isFalse();
		assertUnknown();
	}

	@Test
	void aPollThatComesSecondLetsThePostBeAnswered() {
		closeByClient();
		assertThat(this.connection.holdsAnswers()).isTrue();
		this.connection.received().doFinally((signal) -> this.log.add("answered")).subscribe();
		assertThat(this.log).isEmpty();
		poll("late");
		assertThat(this.log).containsExactlyInAnyOrder("late 6", "answered");
		assertUnknown();
	}

	@Test
	void aPollThatDoesNotComeIsNotWaitedForForLong() {
		closeByClient();
		StepVerifier.withVirtualTime(this.connection::received)
			.expectSubscription()
			.expectNoEvent(PollingConnection.LAST_POLL_TIMEOUT.minusMillis(1))
			.thenAwait(Duration.ofMillis(1))
			.verifyComplete();
		assertUnknown();
	}

}
