package io.github.socketiospring.test;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import io.github.socketiospring.test.autoconfigure.SocketIOTest;
import io.github.socketiospring.test.example.ChatHandlers;
import io.github.socketiospring.test.example.Greetings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Clients get on with BlockHound, and it watches their threads.
 */
@SocketIOTest(ChatHandlers.class)
@Import(Greetings.class)
class BlockHoundTests {

	@Autowired
	private SocketIOTestClient.Builder clients;

	@BeforeAll
	static void install() {
		BlockHound.install();
	}

	@Test
	void aLoopMayWaitForTasksAndNothingElse() {
		ClientLoop loop = new ClientLoop();
		CompletableFuture<Thread> first = new CompletableFuture<>();
		loop.execute(() -> first.complete(Thread.currentThread()));
		Thread thread = first.join();
		await().until(() -> thread.getState() == Thread.State.TIMED_WAITING || !thread.isAlive());
		CompletableFuture<Thread> second = new CompletableFuture<>();
		loop.execute(() -> second.complete(Thread.currentThread()));
		assertThat(second.join().getName()).isEqualTo(thread.getName());
		CompletableFuture<Void> blocking = loop.last(() -> LockSupport.parkNanos(1));
		assertThatExceptionOfType(Exception.class).isThrownBy(blocking::join)
			.withCauseInstanceOf(BlockingOperationError.class);
	}

	@Test
	void clientsBlockNothing() {
		SocketIOTestClient ada = this.clients.connect("/chat");
		SocketIOTestClient bob = this.clients.connect("/chat");
		ada.call("say", Map.of("user", "Ada", "text", "Hello"));
		assertThat(bob.takeReceived()).hasSize(1);
		ada.disconnect();
		bob.drop();
		assertThat(bob.awaitDisconnect()).isEqualTo("transport close");
	}

}
