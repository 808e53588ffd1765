package io.github.socketiospring.transport.websocket;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.Revision;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.Test;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The request of an upgrade is kept once, by the session.
 */
class UpgradeRequestTests {

	private final BlockingQueue<Handshake> handshakes = new LinkedBlockingQueue<>();

	private final BlockingQueue<String> seenByFilter = new LinkedBlockingQueue<>();

	private final BlockingQueue<ServerHttpRequest> requests = new LinkedBlockingQueue<>();

	@Test
	void theServersCopyIsForgotten() throws Exception {
		WebFilter filter = (exchange, chain) -> chain.filter(exchange).doFinally((signal) -> {
			this.seenByFilter.add(String.valueOf(exchange.getRequest().getHeaders().getFirst("X-Tag")));
			this.requests.add(exchange.getRequest());
		});
		try (TestServer server = TestServer.builder()
			.customizer((io) -> io.of("/").onConnection((socket) -> this.handshakes.add(socket.handshake())))
			.bean(WebFilter.class, filter)
			.start(); RawWebSocket socket = RawWebSocket.open(server, "X-Tag: a", "X-Tag: b")) {
			socket.text("40");
			Handshake handshake = this.handshakes.poll(10, TimeUnit.SECONDS);
			assertThat(this.seenByFilter.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
			HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(this.requests.remove());
			await().until(request.requestHeaders()::isEmpty);
			assertThat(handshake).isNotNull();
			assertThat(handshake.headers().get("x-tag")).containsExactly("a", "b");
			assertThat(handshake.headers().getUpgrade()).isEqualToIgnoringCase("websocket");
			assertThat(handshake.query().getFirst("transport")).isEqualTo("websocket");
			assertThat(handshake.uri().getPath()).isEqualTo("/socket.io/");
			assertThat(handshake.remoteAddress()).isNotNull();
			assertThat(handshake.secure()).isFalse();
			assertThat(handshake.crossDomain()).isFalse();
			assertThat(handshake.revision()).isEqualTo(Revision.EIO4);
			assertThat(handshake.auth().isMissingNode()).isTrue();
			assertThat(handshake.time()).isNotNull();
		}
	}

}
