package io.github.socketiospring.dispatch;

import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.InvalidPayloadException;
import io.github.socketiospring.InvalidPayloadException.Violation;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.ClientEvent;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

import org.springframework.core.MethodParameter;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Where the arguments of {@code @OnEvent} methods come from.
 */
class HandlerParametersTests {

	@Test
	void injectsWhatBelongsToTheSocket() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Injected.class)) {
			dispatcher.send("[\"all\"]");
			assertThat(dispatcher.bean(Injected.class).seen).containsExactly(dispatcher.socket, dispatcher.namespace,
					dispatcher.server, dispatcher.socket.handshake());
		}
	}

	@Test
	void bindsTheOtherParametersInOrder() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Payload.class)) {
			Payload handlers = dispatcher.bean(Payload.class);
			dispatcher.send("[\"mixed\",\"hi\",7,{\"text\":\"x\",\"number\":2}]");
			assertThat(handlers.seen).containsExactly("hi", 7, new Message("x", 2));
			dispatcher.send("[\"generic\",[{\"text\":\"a\",\"number\":1}],\"o\",{\"k\":[1]}]");
			assertThat(handlers.seen.subList(0, 2)).containsExactly(List.of(new Message("a", 1)), Optional.of("o"));
			assertThat(((JsonNode) handlers.seen.get(2)).at("/k/0").intValue()).isEqualTo(1);
		}
	}

	@Test
	void bindsBinaryAttachments() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Payload.class)) {
			dispatcher.send("[\"binary\",{\"_placeholder\":true,\"num\":1},{\"_placeholder\":true,\"num\":0}]",
					new byte[] { 1, 2 }, new byte[] { 3 });
			assertThat(dispatcher.bean(Payload.class).seen).containsExactly(new byte[] { 3 },
					ByteBuffer.wrap(new byte[] { 1, 2 }));
		}
	}

	@Test
	void missingArgumentsAreNullOrEmptyOrAnErrorForPrimitives() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Payload.class)) {
			dispatcher.send("[\"generic\"]");
			assertThat(dispatcher.bean(Payload.class).seen).containsExactly(null, Optional.empty(), null);
			assertThatExceptionOfType(InvalidPayloadException.class)
				.isThrownBy(() -> dispatcher.send("[\"mixed\",\"hi\"]"))
				.withMessageContaining("argument 2");
		}
	}

	@Test
	void typeVariablesOfSuperclassesAreResolved() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Concrete.class)) {
			dispatcher.send("[\"generic\",{\"text\":\"x\",\"number\":2},[{\"text\":\"y\",\"number\":3}]]");
			assertThat(dispatcher.bean(Concrete.class).seen).containsExactly(new Message("x", 2),
					List.of(new Message("y", 3)));
		}
	}

	@Test
	void anyEventHandlerGetsTheNameAndAllArguments() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(AnyEvent.class)) {
			AnyEvent handlers = dispatcher.bean(AnyEvent.class);
			assertThat(dispatcher.handler("*").binding()).isNull();
			dispatcher.send("[\"what\",1,{\"a\":true}]");
			assertThat(handlers.event).isEqualTo("what");
			assertThat(handlers.arguments).extracting(JsonNode::toString).containsExactly("1", "{\"a\":true}");
		}
	}

	@Test
	void secondStringOfAnyEventHandlerIsAnArgument() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(AnyEventWithText.class)) {
			dispatcher.send("[\"what\",\"text\"]");
			assertThat(dispatcher.bean(AnyEventWithText.class).seen).containsExactly("what", "text");
		}
	}

	@Test
	void treesAreTheRestOfTheArguments() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Rest.class)) {
			Rest handlers = dispatcher.bean(Rest.class);
			dispatcher.send("[\"trees\",\"first\",[1,2],3]");
			assertThat(handlers.seen.get(0)).isEqualTo("first");
			assertThat(handlers.rest()).extracting(Object::toString).containsExactly("[1,2]", "3");
			dispatcher.send("[\"trees\"]");
			assertThat(handlers.seen.get(0)).isNull();
			assertThat(handlers.rest()).isEmpty();
		}
	}

	@Test
	void variableNumberOfParametersAreTheRestOfTheArguments() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Rest.class)) {
			Rest handlers = dispatcher.bean(Rest.class);
			dispatcher.send("[\"texts\",1,\"a\",\"b\"]");
			assertThat(handlers.seen.get(0)).isEqualTo(1);
			assertThat(handlers.rest()).containsExactly("a", "b");
			dispatcher.send("[\"texts\",1]");
			assertThat(handlers.rest()).isEmpty();
			dispatcher.send("[\"generic\",[{\"text\":\"x\",\"number\":2}],[]]");
			assertThat(handlers.rest()).containsExactly(List.of(new Message("x", 2)), List.of());
			dispatcher.send("[\"numbers\",1,2]");
			assertThat(handlers.seen.get(0)).isEqualTo(new int[] { 1, 2 });
			dispatcher.send("[\"binary\",{\"_placeholder\":true,\"num\":0}]", new byte[] { 3 });
			assertThat(handlers.rest()).containsExactly(new byte[] { 3 });
		}
	}

	@Test
	void restThatDoesNotFitIsAnInvalidPayload() {
		try (Dispatcher dispatcher = Dispatcher.of(Rest.class)) {
			assertThatExceptionOfType(InvalidPayloadException.class)
				.isThrownBy(() -> dispatcher.send("[\"numbers\",1,{}]"));
		}
	}

	@Test
	void restOfAnyEventComesBehindItsNameAndTheArgumentsBefore() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(AnyEventWithRest.class)) {
			dispatcher.send("[\"what\",\"text\",1,2]");
			assertThat(dispatcher.bean(AnyEventWithRest.class).seen.subList(0, 2)).containsExactly("what", "text");
			assertThat((Object[]) dispatcher.bean(AnyEventWithRest.class).seen.get(2)).hasSize(2);
		}
	}

	@Test
	void eachOfTheRestIsValidated() throws Throwable {
		try (Dispatcher dispatcher = new Dispatcher().validator(new PositiveNumber()).start(Rest.class)) {
			dispatcher.send("[\"valid\",{\"text\":\"x\",\"number\":1}]");
			assertThatExceptionOfType(InvalidPayloadException.class).isThrownBy(
					() -> dispatcher.send("[\"valid\",{\"text\":\"x\",\"number\":1},{\"text\":\"x\",\"number\":-1}]"));
		}
	}

	@Test
	void allArgumentsAndBoundOnesTogether() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(All.class)) {
			All handlers = dispatcher.bean(All.class);
			assertThat(dispatcher.handler("all").binding()).isNull();
			dispatcher.send("[\"all\",{\"text\":\"x\",\"number\":2},[\"y\"],3,4]");
			assertThat(handlers.size).isEqualTo(4);
			assertThat(handlers.seen).containsExactly(new Message("x", 2), Optional.of(List.of("y")), 3);
			dispatcher.send("[\"all\",null,null,5]");
			assertThat(handlers.seen).containsExactly(null, Optional.empty(), 5);
			assertThatExceptionOfType(InvalidPayloadException.class).isThrownBy(() -> dispatcher.send("[\"all\"]"))
				.withMessageContaining("argument 3");
			assertThatExceptionOfType(InvalidPayloadException.class)
				.isThrownBy(() -> dispatcher.send("[\"all\",\"no message\",null,5]"));
			dispatcher.send("[\"optional\"]");
			assertThat(handlers.seen).containsExactly(OptionalInt.empty());
			dispatcher.send("[\"optional\",7]");
			assertThat(handlers.seen).containsExactly(OptionalInt.of(7));
		}
	}

	@Test
	void theWholeEventAndBoundArgumentsTogether() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Whole.class)) {
			Whole handlers = dispatcher.bean(Whole.class);
			assertThat(dispatcher.handler("whole").binding()).isNull();
			RecordingAck ack = dispatcher.send("[\"whole\",{\"text\":\"x\",\"number\":2},7]");
			assertThat(handlers.seen).containsExactly(new Message("x", 2), 7);
			assertThat(handlers.event.name()).isEqualTo("whole");
			assertThat(handlers.event.socket()).isSameAs(dispatcher.socket);
			assertThat(handlers.event.namespace()).isSameAs(dispatcher.namespace);
			assertThat(handlers.event.arguments().size()).isEqualTo(2);
			assertThat(handlers.event.ack()).isSameAs(ack);
			dispatcher.send("[\"else\",[1]]");
			assertThat(handlers.event.name()).isEqualTo("else");
			assertThat(handlers.event.arguments().get(0).isArray()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "bound", "late", "rest" })
	void deserializerThatFailsIsAnInvalidPayloadHoweverItIsCalled(String event) throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Picky.class)) {
			assertThatExceptionOfType(InvalidPayloadException.class)
				.isThrownBy(() -> dispatcher.send("[\"" + event + "\",\"x\"]"))
				.withMessage("java.lang.IllegalStateException: not this one")
				.withCauseExactlyInstanceOf(IllegalStateException.class);
		}
	}

	@Test
	void absentPrincipal() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Principals.class)) {
			Principals handlers = dispatcher.bean(Principals.class);
			dispatcher.send("[\"principal\"]");
			assertThat(handlers.seen).containsExactly(null, Optional.empty());
			assertThatIllegalStateException().isThrownBy(() -> dispatcher.send("[\"required\"]"))
				.withMessageContaining("nobody is authenticated");
		}
	}

	@Test
	void principalAndItsSubtypes() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Principals.class)) {
			Principals handlers = dispatcher.bean(Principals.class);
			User user = new User("bob");
			given(dispatcher.socket.principal()).willReturn(user);
			dispatcher.send("[\"principal\"]");
			assertThat(handlers.seen).containsExactly(user, Optional.of(user));
			dispatcher.send("[\"required\"]");
			assertThat(handlers.seen).containsExactly(user);
			given(dispatcher.socket.principal()).willReturn(mock(Principal.class));
			assertThatIllegalStateException().isThrownBy(() -> dispatcher.send("[\"required\"]"))
				.withMessageContaining("wants a " + User.class.getName());
		}
	}

	@Test
	void resolversOfTheApplicationComeFirst() throws Throwable {
		HandlerMethodArgumentResolver resolver = new HandlerMethodArgumentResolver() {

			@Override
			public boolean supports(MethodParameter parameter) {
				return parameter.hasParameterAnnotation(Tenant.class);
			}

			@Override
			public Object resolve(MethodParameter parameter, HandlerCall call) {
				return parameter.getParameterAnnotation(Tenant.class).value() + call.event();
			}

		};
		try (Dispatcher dispatcher = new Dispatcher().resolver(resolver).start(Tenants.class)) {
			dispatcher.send("[\"tenant\",\"first\"]");
			assertThat(dispatcher.bean(Tenants.class).seen).containsExactly("a-tenant", "first");
		}
	}

	@Test
	void validatesWhatAsksForIt() throws Throwable {
		try (Dispatcher dispatcher = new Dispatcher().validator(new PositiveNumber()).start(Validating.class)) {
			Validating handlers = dispatcher.bean(Validating.class);
			dispatcher.send("[\"valid\",{\"text\":\"x\",\"number\":1}]");
			assertThat(handlers.seen).containsExactly(new Message("x", 1));
			assertThatExceptionOfType(InvalidPayloadException.class)
				.isThrownBy(() -> dispatcher.send("[\"valid\",{\"text\":\"secret\",\"number\":-1}]"))
				.withMessageContaining("number must be positive")
				.withMessageNotContaining("secret")
				.satisfies((ex) -> assertThat(ex.violations()).extracting(Violation::field)
					.containsExactly("message.number"));
			assertThatExceptionOfType(InvalidPayloadException.class)
				.isThrownBy(() -> dispatcher.send("[\"list\",[{\"text\":\"x\",\"number\":-1}]]"));
			assertThatExceptionOfType(InvalidPayloadException.class)
				.isThrownBy(() -> dispatcher.send("[\"optional\",{\"text\":\"x\",\"number\":-1}]"));
			dispatcher.send("[\"valid\"]");
			dispatcher.send("[\"unchecked\",{\"text\":\"x\",\"number\":-1}]");
			assertThat(handlers.seen).containsExactly(new Message("x", -1));
		}
	}

	@Test
	void validatesNothingWithoutAValidator() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Validating.class)) {
			dispatcher.send("[\"valid\",{\"text\":\"x\",\"number\":-1}]");
			assertThat(dispatcher.bean(Validating.class).seen).containsExactly(new Message("x", -1));
		}
	}

	record Message(String text, int number) {

	}

	record User(String name) implements Principal {

		@Override
		public String getName() {
			return this.name;
		}

	}

	@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
	@interface Tenant {

		String value();

	}

	static class PositiveNumber implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Message.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((Message) target).number() <= 0) {
				errors.rejectValue("number", "positive", "must be positive");
			}
		}

	}

	abstract static class Recorder {

		List<Object> seen;

		void record(Object... values) {
			this.seen = Arrays.asList(values);
		}

	}

	@SocketIONamespace
	static class Injected extends Recorder {

		@OnEvent("all")
		void all(Socket socket, Namespace namespace, SocketIOServer server, Handshake handshake) {
			record(socket, namespace, server, handshake);
		}

	}

	@SocketIONamespace
	static class Payload extends Recorder {

		@OnEvent("mixed")
		void mixed(String text, Socket socket, int number, Ack ack, Message message) {
			record(text, number, message);
		}

		@OnEvent("generic")
		void generic(List<Message> messages, Optional<String> text, JsonNode tree) {
			record(messages, text, tree);
		}

		@OnEvent("binary")
		void binary(byte[] bytes, ByteBuffer buffer) {
			record(bytes, buffer);
		}

	}

	@SocketIONamespace
	static class Rest extends Recorder {

		Object[] rest() {
			return (Object[]) this.seen.get(this.seen.size() - 1);
		}

		@OnEvent("trees")
		void trees(String first, JsonNode[] rest, Ack ack) {
			record(first, rest);
		}

		@OnEvent("texts")
		void texts(int first, String... rest) {
			record(first, rest);
		}

		@OnEvent("generic")
		@SuppressWarnings("unchecked")
		void generic(List<Message>... rest) {
			record((Object) rest);
		}

		@OnEvent("numbers")
		void numbers(int... rest) {
			record(rest);
		}

		@OnEvent("binary")
		void binary(byte[]... rest) {
			record((Object) rest);
		}

		@OnEvent("valid")
		void valid(@Validated Message... rest) {
			record((Object) rest);
		}

	}

	@SocketIONamespace
	static class AnyEventWithRest extends Recorder {

		@OnEvent("*")
		void any(String event, String text, JsonNode[] rest) {
			record(event, text, rest);
		}

	}

	abstract static class Generic<T> extends Recorder {

		@OnEvent("generic")
		void generic(T value, List<T> values) {
			record(value, values);
		}

	}

	@SocketIONamespace
	static class Concrete extends Generic<Message> {

	}

	@SocketIONamespace
	static class AnyEvent {

		String event;

		JsonNode[] arguments;

		@OnEvent("*")
		void any(Socket socket, String event, JsonNode[] arguments) {
			this.event = event;
			this.arguments = arguments;
		}

	}

	@SocketIONamespace
	static class AnyEventWithText extends Recorder {

		@OnEvent("*")
		void any(String event, String text) {
			record(event, text);
		}

	}

	@SocketIONamespace
	static class Whole extends Recorder {

		ClientEvent event;

		@OnEvent("whole")
		void whole(Message message, ClientEvent event, int number) {
			this.event = event;
			record(message, number);
		}

		@OnEvent("*")
		void any(ClientEvent event) {
			this.event = event;
		}

	}

	@SocketIONamespace
	static class All extends Recorder {

		int size;

		@OnEvent("all")
		void all(Arguments arguments, Message message, Optional<List<String>> texts, int number) {
			this.size = arguments.size();
			record(message, texts, number);
		}

		@OnEvent("optional")
		void optional(Arguments arguments, OptionalInt number) {
			record(number);
		}

	}

	@JsonDeserialize(using = FailingDeserializer.class)
	record Failing() {

	}

	static class FailingDeserializer extends ValueDeserializer<Failing> {

		@Override
		public Failing deserialize(JsonParser parser, DeserializationContext context) {
			throw new IllegalStateException("not this one");
		}

	}

	@SocketIONamespace
	static class Picky {

		@OnEvent("bound")
		void bound(Failing value) {
		}

		@OnEvent("late")
		void late(Arguments all, Failing value) {
		}

		@OnEvent("rest")
		void rest(Failing... values) {
		}

	}

	@SocketIONamespace
	static class Principals extends Recorder {

		@OnEvent("principal")
		void principal(@Nullable Principal principal, Optional<Principal> optional) {
			record(principal, optional);
		}

		@OnEvent("required")
		void required(User user) {
			record(user);
		}

	}

	@SocketIONamespace
	static class Tenants extends Recorder {

		@OnEvent("tenant")
		void tenant(@Tenant("a-") String tenant, String text) {
			record(tenant, text);
		}

	}

	@SocketIONamespace
	static class Validating extends Recorder {

		@OnEvent("valid")
		void valid(@Validated Message message) {
			record(message);
		}

		@OnEvent("list")
		void list(@Validated List<Message> messages) {
			record(messages);
		}

		@OnEvent("optional")
		void optional(@Validated Optional<Message> message) {
			record(message);
		}

		@OnEvent("unchecked")
		void unchecked(Message message) {
			record(message);
		}

	}

}
