package io.github.socketiospring.transport.websocket;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.EngineOptions;
import io.github.socketiospring.engine.EngineRequest;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.FramedConnection;
import io.github.socketiospring.engine.RequestCheck;
import io.github.socketiospring.engine.SessionListener;
import io.github.socketiospring.engine.TimerWheel;
import io.github.socketiospring.engine.revision.Revisions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.CloseableDataBuffer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.adapter.AbstractListenerWebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.verify;

/**
 * What servlet containers and their sessions do otherwise than Reactor Netty.
 */
class SessionWebSocketConnectionTests {

	private static final int PATIENCE_MILLIS = 10_000;

	private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

	private final Sinks.Many<WebSocketMessage> incoming = Sinks.many().unicast().onBackpressureBuffer();

	private final WebSocketSession webSocket = Mockito.mock(AbstractListenerWebSocketSession.class);

	private final EngineServer server = new EngineServer(EngineOptions.DEFAULTS, new Revisions(10),
			(request) -> Mono.empty(), (session) -> {
				session.send(EngineMessage.text("4before"), EngineMessage.binary(new byte[0]),
						EngineMessage.binary(new byte[] { 7 }));
				return Mockito.mock(SessionListener.class);
			}, new TimerWheel());

	private Disposable running = () -> {
	};

	@BeforeEach
	void run() {
		given(this.webSocket.bufferFactory()).willReturn(DefaultDataBufferFactory.sharedInstance);
		given(this.webSocket.receive()).willReturn(this.incoming.asFlux());
		given(this.webSocket.send(any()))
			.willAnswer((call) -> Flux.from(call.<Publisher<WebSocketMessage>>getArgument(0))
				.doOnNext((message) -> this.sent.add(describe(message)))
				.then());
		MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
		query.add("EIO", "4");
		query.add("transport", "websocket");
		RequestCheck.Handshake handshake = (RequestCheck.Handshake) this.server.check("GET", query, null, true);
		this.running = new SessionWebSocketConnection(this.webSocket, FallbackKitTests.OPTIONS, false)
			.run((connection) -> this.server.openFramed(handshake.revision(), EngineRequest.get(URI.create("/"), query),
					connection), true)
			.subscribe();
	}

	@AfterEach
	void stop() {
		this.running.dispose();
	}

	/**
	 * Spring's sessions drop what says that it is empty, and send each buffer there is.
	 */
	private static String describe(WebSocketMessage message) {
		assertThat(message.getPayload().readableByteCount()).isPositive();
		List<String> frames = new ArrayList<>();
		try (DataBuffer.ByteBufferIterator buffers = message.getPayload().readableByteBuffers()) {
			buffers.forEachRemaining((frame) -> frames.add(message.getType() + " " + frame.remaining()));
		}
		return String.join(", ", frames);
	}

	private String nextSent() throws InterruptedException {
		String next = this.sent.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
		return (next != null) ? next : "nothing";
	}

	@Test
	void emptyMessagesAreNotDropped() throws Exception {
		assertThat(nextSent()).startsWith("TEXT ");
		assertThat(nextSent()).isEqualTo("TEXT 7");
		assertThat(nextSent()).isEqualTo("BINARY 0");
		assertThat(nextSent()).isEqualTo("BINARY 1");
	}

	/** Jetty's session cannot be closed before somebody receives. */
	@Test
	void receivesAtOnceThoughTheConnectionIsUsedLater() {
		Sinks.Many<WebSocketMessage> later = Sinks.many().unicast().onBackpressureBuffer();
		List<Long> requests = new CopyOnWriteArrayList<>();
		WebSocketSession other = Mockito.mock(WebSocketSession.class);
		given(other.receive()).willReturn(later.asFlux().doOnRequest(requests::add));
		given(other.send(any()))
			.willAnswer((call) -> Flux.from(call.<Publisher<WebSocketMessage>>getArgument(0)).then());
		List<FramedConnection> connected = new CopyOnWriteArrayList<>();
		Sinks.Empty<Void> ended = Sinks.empty();
		Disposable connection = new SessionWebSocketConnection(other, FallbackKitTests.OPTIONS, false)
			.run(connected::add, false)
			.subscribe(null, null, ended::tryEmitEmpty);
		assertThat(later.currentSubscriberCount()).isEqualTo(1);
		assertThat(requests).containsExactly(1L);
		later.tryEmitComplete();
		ended.asMono().block(Duration.ofMillis(PATIENCE_MILLIS));
		connection.dispose();
		assertThat(connected).isEmpty();
		assertThat(requests).containsExactly(1L);
	}

	/** Tomcat, which stops reading when nobody wants a message, may not go on. */
	@Test
	void wantsTheNextMessageBeforeThisOneIsHandled() {
		Sinks.Many<WebSocketMessage> messages = Sinks.many().unicast().onBackpressureBuffer();
		List<Long> requests = new CopyOnWriteArrayList<>();
		WebSocketSession other = Mockito.mock(WebSocketSession.class);
		given(other.receive()).willReturn(messages.asFlux().doOnRequest(requests::add));
		List<FramedConnection> used = new CopyOnWriteArrayList<>();
		given(other.send(any()))
			.willAnswer((call) -> Flux.from(call.<Publisher<WebSocketMessage>>getArgument(0)).then());
		Disposable connection = new SessionWebSocketConnection(other, FallbackKitTests.OPTIONS, false)
			.run(used::add, false)
			.subscribe();
		for (int i = 0; i < 3; i++) {
			messages.tryEmitNext(text(i));
			assertThat(requests).hasSize(2 + i);
		}
		messages.tryEmitNext(text(FallbackKitTests.OPTIONS.maxMessageSize()));
		Awaitility.await().until(() -> requests.size() == 5);
		connection.dispose();
	}

	private static WebSocketMessage text(int length) {
		return new WebSocketMessage(WebSocketMessage.Type.TEXT,
				DefaultDataBufferFactory.sharedInstance.wrap(new byte[length]));
	}

	/** Jetty lends its own buffer until it is told. */
	@Test
	void lentBuffersAreGivenBack() {
		CloseableDataBuffer lent = Mockito.mock(CloseableDataBuffer.class);
		given(lent.readableByteCount()).willReturn(3);
		this.incoming.tryEmitNext(new WebSocketMessage(WebSocketMessage.Type.BINARY, (DataBuffer) lent));
		verify(lent, Mockito.timeout(PATIENCE_MILLIS)).close();
	}

}
