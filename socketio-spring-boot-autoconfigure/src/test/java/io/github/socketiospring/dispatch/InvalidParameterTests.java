package io.github.socketiospring.dispatch;

import java.util.List;
import java.util.Optional;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;
import jakarta.servlet.http.HttpSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What handler methods cannot take, and what the developer reads.
 */
class InvalidParameterTests {

	@ParameterizedTest
	@ValueSource(classes = { Exchange.class, Request.class, WebSocket.class })
	void webTypes(Class<?> bean) {
		Dispatcher.checkFailure(bean, "org.springframework.", "Declare a Handshake parameter");
	}

	@Test
	void sessionsOfAnotherStack() {
		Dispatcher.checkFailure(ServletSession.class, "jakarta.servlet.http.HttpSession", "socketio.server.port");
		Dispatcher.checkFailure(ReactiveSession.class, "org.springframework.web.server.WebSession",
				"an HttpSession if a servlet container");
	}

	@Test
	void abstractTypes() {
		Dispatcher.checkFailure(AbstractPayload.class,
				"AbstractPayload.say(Shape) has a parameter of type " + Shape.class.getName(),
				"HandlerMethodArgumentResolver");
		Dispatcher.checkFailure(AbstractAuth.class, "AbstractAuth.joined(Shape)", "HandlerMethodArgumentResolver");
	}

	@Test
	void usefulAbstractTypesAreAccepted() {
		try (Dispatcher dispatcher = Dispatcher.of(Readable.class)) {
			assertThat(dispatcher.handler("say")).hasToString(Readable.class.getName()
					+ ".say(Map, List, Number, CharSequence, JsonNode, ByteBuffer, Object, Optional, int[], long, Sealed)");
		}
	}

	@Test
	void argumentBehindTheRest() {
		Dispatcher.checkFailure(ArgumentBehindTheRest.class,
				"String for an argument behind the JsonNode[], which takes all arguments that are left",
				"Let the array come after");
		Dispatcher.checkFailure(TwoRests.class, "String[] for an argument behind the JsonNode[]",
				"Let the array come after");
		Dispatcher.checkFailure(BytesAsRest.class, "byte..., one byte per argument", "Declare byte[]");
		Dispatcher.checkFailure(ConnectWithRest.class, "String[], which takes the rest of several arguments",
				"a List or a JsonNode");
		Dispatcher.checkFailure(ConnectWithTrees.class, "JsonNode[], which takes the rest of several arguments",
				"a List or a JsonNode");
	}

	@Test
	void moreThanOneAck() {
		Dispatcher.checkFailure(TwoAcks.class, "more than one Ack", "exactly one acknowledgement");
	}

	@Test
	void connectWithTwoPayloads() {
		Dispatcher.checkFailure(TwoPayloads.class, "more than one parameter for the client's auth",
				"single record or class");
	}

	@Test
	void parametersOfAnotherKindOfHandler() {
		Dispatcher.checkFailure(ConnectWithAck.class,
				"io.github.socketiospring.Ack, which this kind of handler cannot take", "the client's auth");
		Dispatcher.checkFailure(DisconnectWithPayload.class, "java.util.List", "DisconnectReason");
		Dispatcher.checkFailure(ExceptionWithArguments.class, Arguments.class.getName(), "the event's name");
	}

	@SocketIONamespace
	static class Exchange {

		@OnEvent("say")
		void say(ServerWebExchange exchange) {
		}

	}

	@SocketIONamespace
	static class ServletSession {

		@OnEvent("say")
		void say(HttpSession session) {
		}

	}

	@SocketIONamespace
	static class ReactiveSession {

		@OnEvent("say")
		void say(WebSession session) {
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
		void say(java.util.Map<String, String> map, List<String> list, Number number, CharSequence text, JsonNode tree,
				java.nio.ByteBuffer buffer, Object any, Optional<String> optional, int[] numbers, long primitive,
				Sealed sealed) {
		}

	}

	@SocketIONamespace
	static class ArgumentBehindTheRest {

		@OnEvent("say")
		void say(JsonNode[] rest, Ack ack, String text) {
		}

	}

	@SocketIONamespace
	static class TwoRests {

		@OnEvent("*")
		void say(String event, JsonNode[] rest, String... texts) {
		}

	}

	@SocketIONamespace
	static class BytesAsRest {

		@OnEvent("say")
		void say(byte... data) {
		}

	}

	@SocketIONamespace
	static class ConnectWithRest {

		@OnConnect
		void joined(String... auth) {
		}

	}

	@SocketIONamespace
	static class ConnectWithTrees {

		@OnConnect
		void joined(JsonNode[] auth) {
		}

	}

	@SocketIONamespace
	static class TwoAcks {

		@OnEvent("say")
		void say(Ack one, Ack two) {
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

}
