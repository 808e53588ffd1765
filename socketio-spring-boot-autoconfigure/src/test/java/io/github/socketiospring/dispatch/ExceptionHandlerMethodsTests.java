package io.github.socketiospring.dispatch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIOAdvice;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.server.event.EventCall;
import io.github.socketiospring.server.event.EventExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Which method handles an exception, and what becomes of the ack.
 */
class ExceptionHandlerMethodsTests {

	private final Dispatcher dispatcher = Dispatcher.of(Handlers.class, Other.class, Advice.class);

	private final Handlers handlers = this.dispatcher.bean(Handlers.class);

	@AfterEach
	void close() {
		this.dispatcher.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "throw", "mono" })
	void closestSuperclassIsCalled(String event) throws Throwable {
		this.handlers.failure = new FileNotFoundException();
		assertThat(answers(event)).containsExactly(List.of("io"));
		this.handlers.failure = new IOException();
		assertThat(answers(event)).containsExactly(List.of("io"));
		this.handlers.failure = new NumberFormatException();
		assertThat(answers(event)).containsExactly(List.of("illegal argument"));
		this.handlers.failure = new IndexOutOfBoundsException();
		assertThat(answers(event)).isEmpty();
		assertThat(this.handlers.seen).containsExactly(this.handlers.failure, this.dispatcher.socket,
				this.dispatcher.namespace, event);
	}

	@ParameterizedTest
	@ValueSource(strings = { "throw", "mono" })
	void whatNoMethodTakesIsThrown(String event) {
		this.handlers.failure = new Exception("unhandled");
		assertThatThrownBy(() -> answers(event)).extracting(Exceptions::unwrap).isSameAs(this.handlers.failure);
	}

	@Test
	void handlersOfOtherBeansAreNotCalled() {
		this.handlers.failure = new Error("other");
		assertThatThrownBy(() -> answers("throw")).isSameAs(this.handlers.failure);
	}

	@Test
	void findsTheCauseBehindAProxy() throws Throwable {
		this.handlers.failure = new UndeclaredThrowableException(new FileNotFoundException());
		assertThat(answers("throw")).containsExactly(List.of("io"));
	}

	@Test
	void ackMayBeAnsweredExplicitly() throws Throwable {
		this.handlers.failure = new ArithmeticException();
		assertThat(answers("throw")).containsExactly(List.of("explicit"));
	}

	@Test
	void reactiveExceptionHandler() throws Throwable {
		this.handlers.failure = new UnsupportedOperationException();
		assertThat(answers("throw")).containsExactly(List.of("reactive"));
		assertThat(answers("mono")).containsExactly(List.of("reactive"));
	}

	@Test
	void handlerThatFailsInTurn() {
		this.handlers.failure = new StackOverflowError();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> answers("throw"))
			.withMessage("failed in turn")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).containsExactly(this.handlers.failure));
	}

	@Test
	void answerThatCannotBeWrittenIsAnException() throws Throwable {
		this.handlers.failure = null;
		RecordingAck ack = new RecordingAck(true);
		Ack broken = new Ack() {

			@Override
			public boolean isRequested() {
				return true;
			}

			@Override
			public void send(@Nullable Object... arguments) {
				if (arguments.length == 0) {
					throw new IllegalArgumentException("cannot be written");
				}
				ack.send(arguments);
			}

		};
		Dispatcher.handle(this.dispatcher.handler("throw"),
				new EventCall(this.dispatcher.socket, "throw", new Object[0], null, broken));
		assertThat(ack.answers()).containsExactly(List.of("illegal argument"));
	}

	@Test
	void lifecycleHandlersAreCovered() throws Throwable {
		this.handlers.failure = new IndexOutOfBoundsException();
		this.dispatcher.connect();
		assertThat(this.handlers.seen).endsWith("connect");
	}

	@Test
	void adviceHandlesWhatTheBeanDoesNot() throws Throwable {
		EventExceptionHandler advice = this.dispatcher.namespace("*").exceptions.get(0);
		RecordingAck ack = new RecordingAck(true);
		EventCall call = new EventCall(this.dispatcher.socket, "ev", null, null, ack);
		Exception exception = new UndeclaredThrowableException(new InterruptedException());
		assertThat(advice.handles(exception)).isTrue();
		assertThat(advice.handle(exception, call)).isNull();
		assertThat(ack.answers()).containsExactly(List.of("advice for ev"));
		assertThat(advice.handles(new IOException())).isFalse();
	}

	private List<List<Object>> answers(String event) throws Throwable {
		return this.dispatcher.send("[\"" + event + "\"]").answers();
	}

	@SocketIONamespace
	static class Handlers {

		Throwable failure;

		final List<Object> seen = new ArrayList<>();

		@OnEvent("throw")
		void fail() throws Throwable {
			if (this.failure != null) {
				throw this.failure;
			}
		}

		@OnEvent("mono")
		Mono<String> mono() {
			return Mono.error(this.failure);
		}

		@OnConnect
		void joined() throws Throwable {
			fail();
		}

		@OnEventException
		String io(IOException ex) {
			return "io";
		}

		@OnEventException({ IllegalArgumentException.class, NullPointerException.class })
		String illegal(RuntimeException ex) {
			return "illegal argument";
		}

		@OnEventException(RuntimeException.class)
		void runtime(RuntimeException ex, Socket socket, Namespace namespace, String event) {
			this.seen.clear();
			this.seen.addAll(List.of(ex, socket, namespace, event));
		}

		@OnEventException(ArithmeticException.class)
		void explicit(Ack ack) {
			ack.send("explicit");
		}

		@OnEventException
		Mono<String> reactive(UnsupportedOperationException ex) {
			return Mono.just("reactive");
		}

		@OnEventException
		void failing(StackOverflowError ex) {
			throw new IllegalStateException("failed in turn");
		}

	}

	@SocketIONamespace
	static class Other {

		@OnEventException
		String any(Throwable ex) {
			return "other";
		}

	}

	@SocketIOAdvice
	static class Advice {

		@OnEventException
		String interrupted(InterruptedException ex, String event) {
			return "advice for " + event;
		}

	}

}
