package io.github.socketiospring;

import io.github.socketiospring.codec.socketio.Packet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What applications log of what clients have sent.
 */
class LoggedTextTests {

	private static final Ack ACK = new Ack() {

		@Override
		public boolean isRequested() {
			return false;
		}

		@Override
		public void send(Object... arguments) {
		}

	};

	@ParameterizedTest
	@ValueSource(
			strings = { "x\n2026 ERROR all lost", "x\r", "x\u001b[31m", "x\u0000", "x\u0085", "x\u2028", "x\u2029" })
	void linesCannotBeForged(String text) {
		SocketIOError error = new SocketIOError(SocketIOError.Name.NO_SUCH_METHOD, "nothing", "/" + text, null, text,
				ACK, new IllegalArgumentException("because of " + text));
		ClientError reported = new ClientError(text, text);
		for (Object logged : new Object[] { error, reported }) {
			assertThat(logged.toString()).contains("x?")
				.doesNotContain(text)
				.matches("\\P{Cntrl}*")
				.doesNotContainPattern("[\u0085\u2028\u2029]");
		}
	}

	@Test
	void textIsShortened() {
		String text = "x".repeat(1_000_000);
		SocketIOError error = new SocketIOError(SocketIOError.Name.NO_SUCH_METHOD, "nothing", text, null, text, ACK,
				new IllegalArgumentException(text));
		assertThat(error.toString()).hasSizeLessThan(600);
		assertThat(new ClientError(text, text).toString()).hasSizeLessThan(300);
	}

	@Test
	void whatIsKnownIsShown() {
		SocketIOError error = new SocketIOError(SocketIOError.Name.NO_SUCH_METHOD, "nothing", "/chat", null, "say", ACK,
				null);
		assertThat(error)
			.hasToString("SocketIOError[no_such_method of event say in namespace /chat, socket=null, exception=null]");
		assertThat(new ClientError("unauthorized", null)).hasToString("ClientError[unauthorized, advice=null]");
	}

	@Test
	void credentialsAreNotShown() {
		assertThat(new Packet.Join("/chat", "secret")).hasToString("Join[namespace=/chat]");
	}

}
