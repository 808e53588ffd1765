package io.github.socketiospring.server;

import java.util.Collections;
import java.util.List;

import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Packets with more attachments than recent clients take.
 */
@ExtendWith(OutputCaptureExtension.class)
class AttachmentWarningTests {

	private static final List<byte[]> TEN = Collections.nCopies(10, new byte[] { 1 });

	private static final List<byte[]> ELEVEN = Collections.nCopies(11, new byte[] { 1 });

	@Test
	void areWarnedOfOncePerEvent(CapturedOutput output) {
		try (TestServer server = TestServer
			.start((io) -> io.of("/").onConnection((socket) -> socket.on("ask", (arguments, ack) -> ack.send(ELEVEN))));
				SocketIoClient client = new SocketIoClient(new WebSocketWire(server))) {
			client.open();
			client.join("/");
			server.io().emit("ten", TEN);
			for (int i = 0; i < 3; i++) {
				server.io().emit("eleven", ELEVEN);
				server.io().sockets().forEach((socket) -> socket.emit("alone", ELEVEN));
			}
			for (int i = 0; i < 7; i++) {
				client.next();
			}
			client.call("/", "ask");
			client.call("/", "ask");
			assertThat(output.getOut().lines().filter((line) -> line.contains("attachments"))).hasSize(3)
				.allSatisfy((line) -> assertThat(line).contains("4.8.3", "11 attachments", "parse error"))
				.anySatisfy((line) -> assertThat(line).contains("Event 'eleven'"))
				.anySatisfy((line) -> assertThat(line).contains("Event 'alone'"))
				.anySatisfy((line) -> assertThat(line).contains("An acknowledgement"));
		}
	}

}
