package io.github.socketiospring.dispatch;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

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
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.scheduling.annotation.Async;
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
	void argumentBehindTheRest() {
		check(ArgumentBehindTheRest.class,
				"String for an argument behind the JsonNode[], which takes all arguments that are left",
				"Let the array come after");
		check(TwoRests.class, "String[] for an argument behind the JsonNode[]", "Let the array come after");
		check(BytesAsRest.class, "byte..., one byte per argument", "Declare byte[]");
		check(ConnectWithRest.class, "String[], which takes the rest of several arguments", "a List or a JsonNode");
		check(ConnectWithTrees.class, "JsonNode[], which takes the rest of several arguments", "a List or a JsonNode");
	}

	@ParameterizedTest
	@ValueSource(classes = { ForeignArgument.class, ForeignElement.class, ForeignRest.class, ForeignProperty.class,
			ForeignAuth.class, ForeignSubclass.class })
	void argumentsOfAnotherJsonLibrary(Class<?> bean) {
		check(bean,
				"Jackson cannot read JSON into "
						+ (bean == ForeignSubclass.class ? OwnObject.class : JSONObject.class).getName()
						+ ", which belongs to another JSON library",
				"Declare tools.jackson.databind.JsonNode");
	}

	@ParameterizedTest
	@ValueSource(classes = { ForeignResult.class, ForeignLater.class, ForeignList.class, ForeignPart.class,
			ForeignFailure.class })
	void resultsOfAnotherJsonLibrary(Class<?> bean) {
		check(bean,
				"Jackson cannot write the JSON that is in org.json.JSONObject, which belongs to another JSON library",
				"Declare tools.jackson.databind.JsonNode");
	}

	@Test
	void anotherJsonLibraryWithItsModuleIsAccepted() {
		SimpleModule module = new SimpleModule().addDeserializer(JSONObject.class, new ForeignDeserializer())
			.addSerializer(JSONObject.class, new ForeignSerializer());
		JsonCodec codec = new JsonCodec(JsonMapper.builder().addModule(module).build(), JsonLimits.DEFAULTS);
		try (Dispatcher dispatcher = new Dispatcher().codec(codec)
			.start(ForeignArgument.class, ForeignLater.class, ForeignPart.class, ForeignProperty.class)) {
			assertThat(dispatcher.namespace("/").events).hasSize(4);
		}
	}

	@Test
	void anotherJsonLibraryIsFineWhereNothingIsWritten() {
		try (Dispatcher dispatcher = Dispatcher.of(ForeignSilence.class)) {
			assertThat(dispatcher.namespace("/").connect).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { AsyncVoid.class, AsyncClass.class, AsyncMono.class, AsyncConnect.class, AsyncFailure.class,
			AsyncFuture.class })
	void asynchronousWithoutAnEnd(Class<?> bean) {
		check(bean, "which does not tell when it is done", "Return CompletableFuture, or remove @Async");
	}

	@Test
	void futureThatCannotBeAwaited() {
		check(PlainFuture.class, "returns java.util.concurrent.Future<java.lang.String>, which does not tell when",
				"Return CompletableFuture.");
	}

	@Test
	void asynchronousWithAnEndIsAccepted() {
		try (Dispatcher dispatcher = Dispatcher.of(AsyncCompletable.class)) {
			assertThat(dispatcher.handler("say")).isNotNull();
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

	record WithForeign(String text, JSONObject object) {

	}

	static class OwnObject extends JSONObject {

	}

	@SocketIONamespace
	static class ForeignArgument {

		@OnEvent("argument")
		void say(JSONObject object) {
		}

	}

	@SocketIONamespace
	static class ForeignElement {

		@OnEvent("say")
		void say(Optional<List<JSONObject>> objects) {
		}

	}

	@SocketIONamespace
	static class ForeignRest {

		@OnEvent("say")
		void say(JSONObject... objects) {
		}

	}

	@SocketIONamespace
	static class ForeignProperty {

		@OnEvent("property")
		void say(java.util.Map<String, WithForeign> map) {
		}

	}

	@SocketIONamespace
	static class ForeignSubclass {

		@OnEvent("say")
		void say(Arguments all, OwnObject object) {
		}

	}

	@SocketIONamespace
	static class ForeignAuth {

		@OnConnect
		void joined(JSONObject auth) {
		}

	}

	@SocketIONamespace
	static class ForeignResult {

		@OnEvent("say")
		JSONObject say() {
			return new JSONObject();
		}

	}

	@SocketIONamespace
	static class ForeignLater {

		@OnEvent("later")
		Mono<JSONObject> say() {
			return Mono.empty();
		}

	}

	@SocketIONamespace
	static class ForeignList {

		@OnEvent("say")
		List<JSONObject> say() {
			return List.of();
		}

	}

	@SocketIONamespace
	static class ForeignPart {

		@OnEvent("part")
		CompletableFuture<WithForeign> say() {
			return CompletableFuture.completedFuture(null);
		}

	}

	@SocketIONamespace
	static class ForeignFailure {

		@OnEventException
		JSONObject failed(RuntimeException ex) {
			return new JSONObject();
		}

	}

	@SocketIONamespace
	static class ForeignSilence {

		@OnConnect
		JSONObject joined() {
			return new JSONObject();
		}

	}

	static class ForeignDeserializer extends ValueDeserializer<JSONObject> {

		@Override
		public JSONObject deserialize(JsonParser parser, DeserializationContext context) {
			parser.skipChildren();
			return new JSONObject();
		}

	}

	static class ForeignSerializer extends ValueSerializer<JSONObject> {

		@Override
		public void serialize(JSONObject value, JsonGenerator generator, SerializationContext context) {
			generator.writeStartObject();
			generator.writeEndObject();
		}

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
