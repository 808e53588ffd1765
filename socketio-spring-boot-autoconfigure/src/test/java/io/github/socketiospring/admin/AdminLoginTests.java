package io.github.socketiospring.admin;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link AdminLogin}.
 */
class AdminLoginTests {

	private static final String RIGHT = "{\"username\":\"root\",\"password\":\"secret\"}";

	private static final String SESSION = "{\"sessionId\":\"0123456789abcdef\"}";

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final AtomicInteger checks = new AtomicInteger();

	private final AdminCredentials credentials = new AdminCredentials("root", (password) -> {
		this.checks.incrementAndGet();
		return password.equals("secret");
	});

	private final AdminSessions sessions = Mockito.mock();

	private static Socket socket(String auth) {
		Socket socket = Mockito.mock();
		Handshake handshake = Mockito.mock();
		given(socket.handshake()).willReturn(handshake);
		given(handshake.auth()).willReturn(JsonMapper.shared().readTree(auth));
		given(handshake.remoteAddress()).willReturn(new InetSocketAddress("127.0.0.1", 1));
		return socket;
	}

	private static void assertRefused(Mono<Void> login) {
		assertThatExceptionOfType(ConnectRefusedException.class).isThrownBy(() -> login.block(TIMEOUT))
			.withMessage("invalid credentials");
	}

	@Test
	void checksThePasswordOfUnknownUsersToo() {
		AdminLogin login = new AdminLogin(this.credentials, this.sessions, () -> 0);
		assertRefused(login.intercept(socket("{\"username\":\"ann\",\"password\":\"secret\"}")));
		assertThat(this.checks).hasValue(1);
		login.dispose();
	}

	@Test
	void refusesEvenTheRightPasswordAfterTooManyWrongOnes() {
		AdminLogin login = new AdminLogin(this.credentials, this.sessions, () -> 0);
		for (int i = 0; i < LoginAttempts.CAPACITY; i++) {
			assertRefused(login.intercept(socket("{\"username\":\"root\",\"password\":\"" + i + "\"}")));
		}
		assertRefused(login.intercept(socket(RIGHT)));
		assertThat(this.checks).hasValue(LoginAttempts.CAPACITY);
		verify(this.sessions, never()).save(any());
		login.dispose();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void anAttackThatLastsIsLoggedOnce(CapturedOutput output) {
		AtomicLong time = new AtomicLong();
		AdminLogin login = new AdminLogin(this.credentials, this.sessions, time::get);
		for (int i = 0; i < 3 * LoginAttempts.CAPACITY; i++) {
			assertRefused(login.intercept(socket("{\"username\":\"root\",\"password\":\"" + i + "\"}")));
			time.addAndGet(Duration.ofSeconds(LoginAttempts.REFILL_SECONDS).toNanos() / 2);
		}
		assertThat(output.toString().split("Too many attempts to log in", -1)).hasSize(2);
		login.dispose();
	}

	@Test
	void aStoreThatFailsIsNoWayInAndKeepsNobodyOut() {
		given(this.sessions.exists(any())).willReturn(Mono.error(new IllegalStateException("store is down")));
		given(this.sessions.save(any())).willReturn(Mono.error(new IllegalStateException("store is down")));
		AdminLogin login = new AdminLogin(this.credentials, this.sessions, () -> 0);
		assertRefused(login.intercept(socket(SESSION)));
		Socket right = socket(RIGHT);
		login.intercept(right).block(TIMEOUT);
		login.welcome(right);
		verify(right, never()).emit(eq("session"), any());
		login.dispose();
	}

	@Test
	void aCheckThatFailsIsNoWayIn() {
		AdminLogin login = new AdminLogin(new AdminCredentials("root", (password) -> {
			throw new IllegalArgumentException("cannot check");
		}), this.sessions, () -> 0);
		assertRefused(login.intercept(socket(RIGHT)));
		login.dispose();
	}

	@Test
	void onlySoManyWaitForTheirPasswordToBeChecked() {
		// 32 wait, and one is checked, perhaps before the last has come.
		CountDownLatch release = new CountDownLatch(27);
		given(this.sessions.save(any())).willReturn(Mono.empty());
		AdminLogin login = new AdminLogin(new AdminCredentials("root", (password) -> {
			try {
				release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return true;
		}), this.sessions, () -> 0);
		Long refused = Flux.fromStream(IntStream.range(0, 60).boxed()).flatMap((i) -> {
			Socket socket = socket(RIGHT);
			given(socket.handshake().remoteAddress()).willReturn(new InetSocketAddress("127.0.0." + (i + 1), 1));
			return login.intercept(socket).thenReturn(true).onErrorReturn(false);
		}, 60).filter((letIn) -> !letIn).doOnNext((letIn) -> release.countDown()).count().block(TIMEOUT);
		assertThat(refused).isBetween(27L, 28L);
		login.dispose();
	}

}
