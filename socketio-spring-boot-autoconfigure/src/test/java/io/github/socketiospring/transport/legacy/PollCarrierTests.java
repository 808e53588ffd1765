package io.github.socketiospring.transport.legacy;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.engine.RequestValues;
import io.github.socketiospring.engine.SessionListener;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.engine.legacy.LegacyOptions;
import io.github.socketiospring.engine.legacy.LegacySessions;
import io.github.socketiospring.engine.legacy.LegacyTransport;
import io.github.socketiospring.engine.legacy.VirtualConnection;
import io.github.socketiospring.engine.revision.Revisions;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.http.HttpHeaders;
import org.springframework.util.LinkedMultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PollCarrier}.
 */
class PollCarrierTests {

	private final EngineServer server = new EngineServer(EngineOptions.DEFAULTS, new Revisions(10),
			(request) -> Mono.empty(), (session) -> Mockito.mock(SessionListener.class), new TimerWheel());

	private final LegacySessions sessions = new LegacySessions(this.server, LegacyOptions.DEFAULTS);

	private final VirtualConnection connection = this.sessions.open(
			new EngineRequest("GET", URI.create("/"), RequestValues.ofHeaders(HttpHeaders.EMPTY),
					RequestValues.ofQuery(new LinkedMultiValueMap<>()), null, false, false, null, Context.empty()),
			Runnable::run);

	private final List<String> log = new ArrayList<>();

	private PollCarrier poll(String name) {
		return poll(name, Runnable::run);
	}

	private PollCarrier poll(String name, Executor executor) {
		Carriage carriage = new Carriage(this.connection, LegacyTransport.XHR_POLLING, executor,
				EngineOptions.DEFAULTS);
		PollCarrier carrier = new PollCarrier(carriage, () -> this.log.add(name + " given up"));
		carrier.poll().subscribe((messages) -> this.log.add(name + " " + messages));
		return carrier;
	}

	private void send(String text) {
		((EngineSession) this.connection.session()).send(EngineMessage.text(text));
	}

	@Test
	void anAnswerThatWasNotWrittenIsGivenAgain() {
		PollCarrier first = poll("first");
		send("a");
		send("b");
		first.failed();
		first.written();
		PollCarrier second = poll("second");
		second.written();
		second.failed();
		assertThat(this.log).containsExactly("first [a]", "second [a, b]");
		assertThat(this.connection.session().queue().isEmpty()).isTrue();
	}

	@Test
	void manyPacketsNeedOneTask() {
		Deque<Runnable> tasks = new ArrayDeque<>();
		poll("first", tasks::add);
		tasks.remove().run();
		send("a");
		send("b");
		send("c");
		assertThat(tasks).hasSize(1);
		tasks.remove().run();
		assertThat(this.log).containsExactly("first [a, b, c]");
	}

	@Test
	void anAnswerThatNobodyReadsIsGivenUp() {
		PollCarrier first = poll("first");
		send("a");
		first.release();
		assertThat(this.log).containsExactly("first [a]");
		first.abort();
		assertThat(this.log).containsExactly("first [a]", "first given up");
	}

	@Test
	void aPollThatWaitsIsAnsweredWhenAborted() {
		PollCarrier first = poll("first");
		first.abort();
		assertThat(this.log).containsExactly("first [8::]");
	}

	@Test
	void theLastAnswerOfASessionIsNotCutOff() {
		poll("first");
		send("a");
		this.connection.end(CloseReason.SERVER_SHUTTING_DOWN, null);
		assertThat(this.log).containsExactly("first [a]");
	}

}
