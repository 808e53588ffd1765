package io.github.socketiospring.dispatch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.scheduling.annotation.Async;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What handler methods cannot return, and what the developer reads.
 */
class InvalidResultTests {

	@ParameterizedTest
	@ValueSource(classes = { AsyncVoid.class, AsyncClass.class, AsyncMono.class, AsyncConnect.class, AsyncFailure.class,
			AsyncFuture.class })
	void asynchronousWithoutAnEnd(Class<?> bean) {
		Dispatcher.checkFailure(bean, "which does not tell when it is done",
				"Return CompletableFuture, or remove @Async");
	}

	@Test
	void futureThatCannotBeAwaited() {
		Dispatcher.checkFailure(PlainFuture.class,
				"returns java.util.concurrent.Future<java.lang.String>, which does not tell when",
				"Return CompletableFuture.");
	}

	@Test
	void asynchronousWithAnEndIsAccepted() {
		try (Dispatcher dispatcher = Dispatcher.of(AsyncCompletable.class)) {
			assertThat(dispatcher.handler("say")).isNotNull();
		}
	}

	@Test
	void deferredOfASuspendFunction() {
		Dispatcher.checkFailure(SuspendingDeferred.class, "is a suspend function and returns",
				"Await it, and return what it is for.");
	}

	@SocketIONamespace
	static class AsyncVoid {

		@Async
		@OnEvent("say")
		void say() {
		}

	}

	@Async
	@SocketIONamespace
	static class AsyncClass {

		@OnEvent("say")
		void say() {
		}

	}

	@SocketIONamespace
	static class AsyncMono {

		@Async
		@OnEvent("say")
		Mono<String> say() {
			return Mono.empty();
		}

	}

	@SocketIONamespace
	static class AsyncFuture {

		@Async
		@OnEvent("say")
		Future<String> say() {
			return new CompletableFuture<>();
		}

	}

	@SocketIONamespace
	static class AsyncConnect {

		@Async
		@OnConnect
		void joined() {
		}

	}

	@SocketIONamespace
	static class AsyncFailure {

		@Async
		@OnEventException
		void failed(RuntimeException ex) {
		}

	}

	@SocketIONamespace
	static class PlainFuture {

		@OnEvent("say")
		Future<String> say() {
			return new CompletableFuture<>();
		}

	}

	@SocketIONamespace
	static class AsyncCompletable {

		@Async
		@OnEvent("say")
		CompletableFuture<Void> say() {
			return CompletableFuture.completedFuture(null);
		}

	}

}
