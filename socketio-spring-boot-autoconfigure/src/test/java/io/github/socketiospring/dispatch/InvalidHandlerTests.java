package io.github.socketiospring.dispatch;

import java.util.List;
import java.util.Optional;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIOAdvice;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is refused at start-up, and what the developer reads.
 */
class InvalidHandlerTests {

	@Test
	void duplicateEvent() {
		InvalidHandlerException failure = failure(FirstOfTwo.class, SecondOfTwo.class);
		assertThat(failure).hasMessageContaining("\"say\" of namespace \"/chat\" has two handlers")
			.hasMessageContaining(FirstOfTwo.class.getName() + ".say(String)")
			.hasMessageContaining(SecondOfTwo.class.getName() + ".speak()");
		assertThat(failure.action()).contains("Remove or rename");
	}

	@Test
	void privateMethod() {
		check(PrivateMethod.class, "say() is private", "not private");
	}

	@Test
	void staticMethod() {
		check(StaticMethod.class, "say() is static", "instance method");
	}

	@Test
	void reservedNames() {
		check(Reserved.class, "\"disconnect\", a reserved name", "@OnDisconnect");
	}

	@Test
	void emptyNames() {
		check(EmptyName.class, "event without a name", "\"*\"");
	}

	@Test
	void unresolvablePlaceholders() {
		check(UnresolvableEvent.class, "${missing}", "Set the property");
		check(UnresolvableNamespace.class, UnresolvableNamespace.class.getName() + " uses \"${missing}\"",
				"Set the property");
	}

	@ParameterizedTest
	@ValueSource(classes = { Exchange.class, Request.class, WebSocket.class })
	void webTypes(Class<?> bean) {
		check(bean, "org.springframework.", "Declare a Handshake parameter");
	}

	@Test
	void abstractTypes() {
		check(AbstractPayload.class, "AbstractPayload.say(Shape) has a parameter of type " + Shape.class.getName(),
				"HandlerMethodArgumentResolver");
		check(AbstractAuth.class, "AbstractAuth.joined(Shape)", "HandlerMethodArgumentResolver");
	}

	@Test
	void usefulAbstractTypesAreAccepted() {
		try (Dispatcher dispatcher = Dispatcher.of(Readable.class)) {
			assertThat(dispatcher.handler("say")).hasToString(Readable.class.getName()
					+ ".say(Map, List, Number, CharSequence, JsonNode, ByteBuffer, Object, Optional, int[], long, Sealed)");
		}
	}

	@Test
	void moreThanOneAck() {
		check(TwoAcks.class, "more than one Ack", "exactly one acknowledgement");
	}

	@ParameterizedTest
	@ValueSource(classes = { ReturnsFlux.class, ReturnsPublisher.class, ConnectReturnsFlux.class })
	void manyValues(Class<?> bean) {
		check(bean, "exactly one acknowledgement", "Mono<List<T>>");
	}

	@Test
	void connectWithTwoPayloads() {
		check(TwoPayloads.class, "more than one parameter for the client's auth", "single record or class");
	}

	@Test
	void parametersOfAnotherKindOfHandler() {
		check(ConnectWithAck.class, "io.github.socketiospring.Ack, which this kind of handler cannot take",
				"the client's auth");
		check(DisconnectWithPayload.class, "java.util.List", "DisconnectReason");
		check(ExceptionWithArguments.class, Arguments.class.getName(), "the event's name");
	}

	@Test
	void exceptionHandlers() {
		check(NoException.class, "does not say which exceptions", "@OnEventException");
		check(WrongException.class, "java.lang.Error, which is not a java.lang.RuntimeException",
				"Declare the parameter as java.lang.Error");
		check(TwoForOne.class, "both handle java.lang.IllegalStateException", "Leave IllegalStateException to one");
	}

	@Test
	void componentWithoutNamespace() {
		check(Stray.class, "Stray.say() has @OnEvent, but its class has no @SocketIONamespace",
				"Annotate " + Stray.class.getName() + " with @SocketIONamespace");
		check(StrayAdvice.class, "has @OnConnect", "@SocketIONamespace");
	}

	@Test
	void invisibleThroughAnInterfaceProxy() {
		InvalidHandlerException failure = failure(InterfaceProxies.class, Invisible.class);
		assertThat(failure).hasMessageContaining("Invisible.say() is not visible");
		assertThat(failure.action()).contains("proxyTargetClass = true");
	}

	@Test
	void finalBehindAClassProxy() {
		InvalidHandlerException failure = failure(ClassProxies.class, FinalMethod.class);
		assertThat(failure).hasMessageContaining("FinalMethod.say() is final");
		assertThat(failure.action()).contains("kotlin-spring");
	}

	private static void check(Class<?> bean, String message, String action) {
		InvalidHandlerException failure = failure(bean);
		assertThat(failure).hasMessageContaining(message).hasMessageContaining(bean.getName());
		assertThat(failure.action()).contains(action);
	}

	private static InvalidHandlerException failure(Class<?>... beans) {
		try (Dispatcher dispatcher = new Dispatcher()) {
			return assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(() -> dispatcher.start(beans))
				.actual();
		}
	}

	@SocketIONamespace("/chat")
	static class FirstOfTwo {

		@OnEvent("say")
		void say(String text) {
		}

	}

	@SocketIONamespace("chat")
	static class SecondOfTwo {

		@OnEvent("say")
		void speak() {
		}

	}

	@SocketIONamespace
	static class PrivateMethod {

		@OnEvent("say")
		private void say() {
		}

	}

	@SocketIONamespace
	static class StaticMethod {

		@OnEvent("say")
		static void say() {
		}

	}

	@SocketIONamespace
	static class Reserved {

		@OnEvent("disconnect")
		void left() {
		}

	}

	@SocketIONamespace
	static class EmptyName {

		@OnEvent("${missing:}")
		void say() {
		}

	}

	@SocketIONamespace
	static class UnresolvableEvent {

		@OnEvent("${missing}")
		void say() {
		}

	}

	@SocketIONamespace("${missing}")
	static class UnresolvableNamespace {

	}

	@SocketIONamespace
	static class Exchange {

		@OnEvent("say")
		void say(ServerWebExchange exchange) {
		}

	}

	@SocketIONamespace
	static class Request {

		@OnConnect
		void joined(ServerHttpRequest request) {
		}

	}

	@SocketIONamespace
	static class WebSocket {

		@OnEvent("say")
		void say(Arguments arguments, WebSocketSession session) {
		}

	}

	interface Shape {

	}

	@SocketIONamespace
	static class AbstractPayload {

		@OnEvent("say")
		void say(Shape shape) {
		}

	}

	@SocketIONamespace
	static class AbstractAuth {

		@OnConnect
		void joined(Shape shape) {
		}

	}

	@com.fasterxml.jackson.annotation.JsonTypeInfo(use = com.fasterxml.jackson.annotation.JsonTypeInfo.Id.NAME)
	sealed interface Sealed {

		record Only(String text) implements Sealed {

		}

	}

	@SocketIONamespace
	static class Readable {

		@OnEvent("say")
		void say(java.util.Map<String, String> map, List<String> list, Number number, CharSequence text,
				tools.jackson.databind.JsonNode tree, java.nio.ByteBuffer buffer, Object any, Optional<String> optional,
				int[] numbers, long primitive, Sealed sealed) {
		}

	}

	@SocketIONamespace
	static class TwoAcks {

		@OnEvent("say")
		void say(Ack one, Ack two) {
		}

	}

	@SocketIONamespace
	static class ReturnsFlux {

		@OnEvent("say")
		Flux<String> say() {
			return Flux.empty();
		}

	}

	@SocketIONamespace
	static class ReturnsPublisher {

		@OnEvent("say")
		Publisher<String> say() {
			return Mono.empty();
		}

	}

	@SocketIONamespace
	static class ConnectReturnsFlux {

		@OnConnect
		Flux<String> joined() {
			return Flux.empty();
		}

	}

	@SocketIONamespace
	static class TwoPayloads {

		@OnConnect
		void joined(String token, Handshake handshake, String user) {
		}

	}

	@SocketIONamespace
	static class ConnectWithAck {

		@OnConnect
		void joined(Ack ack) {
		}

	}

	@SocketIONamespace
	static class DisconnectWithPayload {

		@OnDisconnect
		void left(List<String> list) {
		}

	}

	@SocketIONamespace
	static class ExceptionWithArguments {

		@OnEventException
		void failed(Exception ex, Arguments arguments) {
		}

	}

	@SocketIONamespace
	static class NoException {

		@OnEventException
		void failed(Socket socket) {
		}

	}

	@SocketIONamespace
	static class WrongException {

		@OnEventException(Error.class)
		void failed(RuntimeException ex) {
		}

	}

	@SocketIONamespace
	static class TwoForOne {

		@OnEventException
		void one(IllegalStateException ex) {
		}

		@OnEventException(IllegalStateException.class)
		void two() {
		}

	}

	@Component
	static class Stray {

		@OnEvent("say")
		void say() {
		}

	}

	@SocketIOAdvice
	static class StrayAdvice {

		@OnEventException
		void failed(RuntimeException ex) {
		}

		@OnConnect
		void joined() {
		}

	}

	interface Greeting {

		void greet();

	}

	@SocketIONamespace
	static class Invisible implements Greeting {

		@Override
		public void greet() {
		}

		@OnEvent("say")
		public void say() {
		}

	}

	@SocketIONamespace
	static class FinalMethod {

		@OnEvent("say")
		public final void say() {
		}

		@OnEvent("other")
		public void other() {
		}

	}

	@Aspect
	abstract static class Advising {

		@Before("within(io.github.socketiospring.dispatch.InvalidHandlerTests.*)")
		void called() {
		}

	}

	@Aspect
	@EnableAspectJAutoProxy
	static class InterfaceProxies extends Advising {

	}

	@Aspect
	@EnableAspectJAutoProxy(proxyTargetClass = true)
	static class ClassProxies extends Advising {

	}

}
