package io.github.socketiospring.transport.websocket;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.testkit.RawWebSocket;
import io.github.socketiospring.testkit.Reasons;
import io.github.socketiospring.testkit.TestServer;
import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.Test;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that sends pings and never reads the pongs.
 */
class PingFloodTests {

	private static final int BUFFER = 8192;

	/** Many times what both ends buffer. */
	private static final int PINGS = 20_000;

	@Test
	void isClosed() {
		Reasons reasons = new Reasons();
		NettyServerCustomizer buffers = (http) -> http.childOption(ChannelOption.SO_SNDBUF, BUFFER);
		try (TestServer server = TestServer.builder().customizer((io) -> io.of("/").onConnection((socket) -> {
			reasons.watch(socket);
			socket.on("who", (arguments, ack) -> ack.send(socket.id()));
		})).bean(NettyServerCustomizer.class, buffers).start(); RawWebSocket socket = RawWebSocket.joined(server)) {
			socket.text("429[\"who\"]");
			String id = socket.read().text().substring(5, 25);
			byte[] ping = RawWebSocket.frame(true, 0, RawWebSocket.PING, new byte[125]);
			for (int i = 0; i < PINGS && reasons.of(id) == null; i++) {
				socket.sendWhatFits(ping);
			}
			reasons.await(id, DisconnectReason.TRANSPORT_ERROR);
			assertThat(reasons.description(id)).isEqualTo("more than 60 unread pongs");
			assertThat(socket.readClose().status()).isIn(1008, 1006);
		}
	}

}
