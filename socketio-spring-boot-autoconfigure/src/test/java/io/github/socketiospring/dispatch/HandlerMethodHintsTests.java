package io.github.socketiospring.dispatch;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.Emits;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnDisconnecting;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hints for native images.
 */
class HandlerMethodHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void register() {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, Handlers.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "say", "load", "later", "joined", "leaving", "left", "failed" })
	void handlerMethodsCanBeInvoked(String method) throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(List.of(Handlers.class.getDeclaredMethods())
				.stream()
				.filter((candidate) -> candidate.getName().equals(method))
				.findFirst()
				.orElseThrow()))
			.accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(
			classes = { Message.class, Reply.class, Page.class, Result.class, Nested.class, Auth.class, Element.class })
	void boundTypesCanBeReadAndWritten(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategory(org.springframework.aot.hint.MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
			.accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { Said.class, Author.class, Vote.class, Moved.class })
	void typesOfDeclaredEventsCanBeReadAndWritten(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategory(org.springframework.aot.hint.MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
			.accepts(this.hints);
	}

	@Test
	void declaredEventsCanBeDescribed() {
		assertThat(RuntimeHintsPredicates.reflection().onType(RoomEvents.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Undeclared.class)).rejects(this.hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { Socket.class, Namespace.class, SocketIOServer.class, Handshake.class, Ack.class,
			Arguments.class, DisconnectReason.class, JsonNode.class, JsonNode[].class, Mono.class,
			CompletionStage.class, Optional.class, IllegalStateException.class, Void.class })
	void injectedTypesAndWrappersNeedNoHints(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection().onType(type)).rejects(this.hints);
	}

	@Test
	void otherMethodsNeedNoHints() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Handlers.class.getDeclaredMethod("helper")))
			.rejects(this.hints);
	}

	record Message(String text, Nested nested) {

	}

	record Nested(int number) {

	}

	record Reply(String text) {

	}

	record Page(int number) {

	}

	record Result(int number) {

	}

	record Auth(String token) {

	}

	record Element(String text) {

	}

	record Said(List<Author> authors) {

	}

	record Author(String name) {

	}

	record Vote(int number) {

	}

	record Moved(int x) {

	}

	record Undeclared(int number) {

	}

	interface Moves<T> {

		void moved(String who, List<T[]> to);

	}

	interface RoomEvents extends Moves<Moved> {

		void said(Said said);

		Mono<Vote> question(String text);

		static Undeclared helper() {
			return new Undeclared(1);
		}

	}

	@SocketIONamespace
	@Emits(RoomEvents.class)
	static class Handlers {

		@OnEvent("say")
		Reply say(Socket socket, Namespace namespace, SocketIOServer server, Handshake handshake, Ack ack,
				Message message, Optional<List<Element>> elements) {
			return new Reply(helper());
		}

		@OnEvent("load")
		Mono<List<Page>> load(Arguments arguments, int number) {
			return Mono.empty();
		}

		@OnEvent("*")
		CompletionStage<Result> later(String event, JsonNode[] arguments) {
			return Mono.<Result>empty().toFuture();
		}

		@OnConnect
		Mono<Void> joined(Auth auth) {
			return Mono.empty();
		}

		@OnDisconnecting
		void leaving(DisconnectReason reason) {
		}

		@OnDisconnect
		void left(DisconnectReason reason) {
		}

		@OnEventException
		void failed(IllegalStateException ex, JsonNode tree) {
		}

		String helper() {
			return "";
		}

	}

}
