package io.github.socketiospring.server;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Kotlin's coroutines as handlers, checks and jobs, and the extension functions for them.
 */
class CoroutineTests {

	private static TestServer server;

	private static Coroutines handlers;

	private SocketIoClient client;

	@BeforeAll
	static void start() {
		server = TestServer.builder().configuration(Beans.class).customizer(Coroutines::guard).start();
		handlers = server.context().getBean(Coroutines.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void connect() {
		handlers.reset();
		this.client = open();
		this.client.join("/");
		await().until(() -> handlers.getLog().equals(List.of("joined")));
		handlers.getLog().clear();
	}

	@AfterEach
	void disconnect() {
		handlers.open();
		this.client.close();
		await().until(() -> server.io().clientsCount() == 0 && handlers.getLog().contains("left"));
	}

	private static SocketIoClient open() {
		SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
		client.open();
		return client;
	}

	@Test
	void theNextEventWaitsForASuspendFunction() {
		CompletableFuture<List<Object>> answer = this.client.callAsync("/", "wait", "a");
		this.client.emit("/", "wait", "b");
		CompletableFuture<List<Object>> last = this.client.callAsync("/", "plain", "c");
		await().until(() -> handlers.getLog().contains("begin a"));
		assertThat(answer).isNotDone();
		handlers.open();
		assertThat(last).succeedsWithin(10, TimeUnit.SECONDS);
		assertThat(answer).isCompletedWithValue(List.of("a"));
		assertThat(handlers.getLog()).containsExactly("begin a", "end a", "begin b", "end b", "plain c");
	}

	@Test
	void otherSocketsDoNotWait() {
		this.client.emit("/", "wait", "a");
		await().until(() -> handlers.getLog().contains("begin a"));
		try (SocketIoClient other = open()) {
			other.join("/");
			other.call("/", "plain", "b");
		}
		assertThat(handlers.getLog()).containsSubsequence("begin a", "plain b").doesNotContain("end a");
		// It is not this client that has left.
		await().until(() -> handlers.getLog().remove("left"));
	}

	@Test
	void aSuspendFunctionGoesOnWhenItsSocketHasGone() {
		this.client.emit("/", "wait", "a");
		await().until(() -> handlers.getLog().contains("begin a"));
		this.client.close();
		await().until(() -> server.io().clientsCount() == 0);
		assertThat(handlers.getLog()).containsExactly("begin a");
		handlers.open();
		await().until(() -> handlers.getLog().contains("left"));
		assertThat(handlers.getLog()).containsExactly("begin a", "end a", "left");
	}

	@Test
	void anAnswerThatCannotComeEndsTheCoroutine() {
		this.client.emit("/", "ask");
		assertThat(this.client.next().name()).isEqualTo("question");
		this.client.close();
		await().until(() -> handlers.getLog().contains("left"));
		assertThat(handlers.getLog()).containsExactly("unanswered", "left");
	}

	@Test
	void aJobIsCancelledWithItsSocket() {
		this.client.call("/", "job");
		assertThat(handlers.getJobEnded()).isNotDone();
		this.client.close();
		assertThat(handlers.getJobEnded()).succeedsWithin(10, TimeUnit.SECONDS);
	}

	@Test
	void whatAJobThrowsGoesToTheExceptionHandler() {
		this.client.call("/", "failingJob");
		await().until(() -> handlers.getLog().contains("failed job"));
	}

	@Test
	void exceptionsGoToTheExceptionHandler() {
		assertThat(this.client.call("/", "fail")).containsExactly("failed");
		assertThat(this.client.call("/", "wait")).containsExactly("misfit");
		assertThat(this.client.call("/", "wait", List.of())).containsExactly("misfit");
		assertThat(handlers.getLog()).containsExactly("failed event");
	}

	@Test
	void anAnswerIsAwaited() {
		assertThat(ask("ask", 21)).containsExactly(22);
		assertThat(ask("ask")).containsExactly("misfit");
		assertThat(ask("ask", (Object) null)).containsExactly("misfit");
		assertThat(ask("ask", "x")).containsExactly("misfit");
	}

	@Test
	void argumentsAreBoundToTheTypeInBrackets() {
		assertThat(ask("askForAll", List.of(1, 2), "x")).containsExactly(Arrays.asList(List.of(1, 2), "x", null));
		assertThat(ask("askForAll", List.of(1, 2))).containsExactly(Arrays.asList(List.of(1, 2), null, null));
		assertThat(ask("askForAll", List.of("x"))).containsExactly("misfit");
	}

	@Test
	void answersOfABroadcastAreAFlow() {
		assertThat(ask("askEverybody", 21)).containsExactly(List.of("true 21"));
	}

	@Test
	void otherServersAreAsked() {
		assertThat(this.client.call("/", "cluster"))
			.containsExactly(Arrays.asList(true, 42, null, List.of("attic"), 0));
	}

	@ParameterizedTest
	@CsvSource({ "bad, members only", "broken, Connection refused" })
	void aSuspendingCheckRefuses(String token, String message) {
		assertThatExceptionOfType(SocketIoClient.RefusedException.class)
			.isThrownBy(() -> this.client.join("/members", "{\"token\":\"" + token + "\"}"))
			.withMessageContaining(message)
			.withMessageNotContaining("secret");
	}

	@Test
	void aSuspendingCheckLetsIn() {
		assertThat(this.client.join("/members", "{\"token\":\"good\"}")).contains("sid");
	}

	private List<Object> ask(String event, Object... answer) {
		CompletableFuture<List<Object>> result = this.client.callAsync("/", event);
		SocketIoClient.Event question = this.client.next();
		assertThat(question.name()).isEqualTo("question");
		assertThat(question.arguments()).containsExactly(20);
		this.client.acknowledge(question, answer);
		assertThat(result).succeedsWithin(10, TimeUnit.SECONDS);
		return result.join();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Coroutines.class)
	static class Beans {

	}

}
