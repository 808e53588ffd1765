package io.github.socketiospring.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import io.github.socketiospring.testkit.FaultyProxy.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link FaultyProxy}: both ends are here.
 */
class FaultyProxyTests {

	private static final int SOON = 50;

	private final ServerSocket listener;

	private final FaultyProxy proxy;

	FaultyProxyTests() throws IOException {
		this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		this.proxy = new FaultyProxy(this.listener.getLocalPort());
	}

	/** A connection through the proxy, by its ends. */
	private record Ends(Socket client, Socket server) {

		void say(String text) throws IOException {
			this.client.getOutputStream().write(text.getBytes());
		}

		void answer(String text) throws IOException {
			this.server.getOutputStream().write(text.getBytes());
		}

		String heard(int length) throws IOException {
			return new String(this.server.getInputStream().readNBytes(length));
		}

		String answered(int length) throws IOException {
			return new String(this.client.getInputStream().readNBytes(length));
		}

	}

	private Ends connect() throws IOException {
		Socket client = new Socket(InetAddress.getLoopbackAddress(), this.proxy.port());
		return new Ends(client, this.listener.accept());
	}

	private static void assertSilent(Socket socket) throws IOException {
		socket.setSoTimeout(SOON);
		InputStream input = socket.getInputStream();
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(input::read);
		socket.setSoTimeout(0);
	}

	@BeforeEach
	void limit() throws IOException {
		this.listener.setSoTimeout(20_000);
	}

	@AfterEach
	void close() throws IOException {
		this.proxy.close();
		this.listener.close();
	}

	@Test
	void passesBytesAndEndsOn() throws IOException {
		Ends ends = connect();
		ends.say("question");
		assertThat(ends.heard(8)).isEqualTo("question");
		ends.answer("answer");
		assertThat(ends.answered(6)).isEqualTo("answer");
		assertThat(this.proxy.connections()).isOne();
		ends.client().close();
		assertThat(ends.server().getInputStream().read()).isEqualTo(-1);
		await().until(() -> this.proxy.connections() == 0);
	}

	@Test
	void cutsWhatIsThere() throws IOException {
		Ends first = connect();
		first.say("1");
		first.heard(1);
		this.proxy.cut();
		assertThat(first.client().getInputStream().read()).isEqualTo(-1);
		assertThat(first.server().getInputStream().read()).isEqualTo(-1);
		Ends second = connect();
		second.say("2");
		assertThat(second.heard(1)).isEqualTo("2");
	}

	@Test
	void resetsWhatIsThere() throws IOException {
		Ends ends = connect();
		ends.say("1");
		ends.heard(1);
		this.proxy.reset();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> ends.client().getInputStream().read())
			.withMessage("Connection reset");
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> ends.server().getInputStream().read())
			.withMessage("Connection reset");
	}

	@Test
	void refusesNewConnections() throws IOException {
		Ends old = connect();
		this.proxy.refuse();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
		old.say("1");
		assertThat(old.heard(1)).isEqualTo("1");
		this.proxy.pass();
		Ends next = connect();
		next.say("2");
		assertThat(next.heard(1)).isEqualTo("2");
	}

	@Test
	void stallsInBothDirections() throws IOException {
		Ends ends = connect();
		this.proxy.stall();
		ends.say("question");
		ends.answer("answer");
		assertSilent(ends.server());
		assertSilent(ends.client());
		this.proxy.pass();
		assertThat(ends.heard(8)).isEqualTo("question");
		assertThat(ends.answered(6)).isEqualTo("answer");
	}

	@Test
	void losesWhatGoesInOneDirection() throws IOException {
		Ends ends = connect();
		this.proxy.lose(Direction.TO_SERVER);
		ends.say("lost");
		assertSilent(ends.server());
		ends.answer("answer");
		assertThat(ends.answered(6)).isEqualTo("answer");
		this.proxy.pass();
		ends.say("no sense without what was lost");
		assertSilent(ends.server());
		Ends next = connect();
		next.say("good");
		assertThat(next.heard(4)).isEqualTo("good");
	}

	@Test
	void leavesAnEndHalfOpen() throws IOException {
		Ends ends = connect();
		this.proxy.lose();
		ends.client().close();
		assertSilent(ends.server());
		assertThat(this.proxy.connections()).isOne();
		this.proxy.cut();
		assertThat(ends.server().getInputStream().read()).isEqualTo(-1);
	}

	@Test
	void slowsDown() throws IOException {
		Ends ends = connect();
		this.proxy.slow(Duration.ofHours(1), Integer.MAX_VALUE);
		ends.say("late");
		assertSilent(ends.server());
		this.proxy.pass();
		assertThat(ends.heard(4)).isEqualTo("late");
		this.proxy.slow(Duration.ZERO, 1);
		ends.say("by bytes");
		assertSilent(ends.server());
		this.proxy.slow(Duration.ZERO, 1_000_000);
		assertThat(ends.heard(8)).isEqualTo("by bytes");
	}

}
