package io.github.socketiospring.dispatch;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JSON types of other libraries as parameters and results of handler methods.
 */
class ForeignTypeTests {

	@ParameterizedTest
	@ValueSource(classes = { ForeignArgument.class, ForeignElement.class, ForeignRest.class, ForeignProperty.class,
			ForeignAuth.class, ForeignSubclass.class })
	void argumentsOfAnotherJsonLibrary(Class<?> bean) {
		Dispatcher.checkFailure(bean,
				"Jackson cannot read JSON into "
						+ (bean == ForeignSubclass.class ? OwnObject.class : JSONObject.class).getName()
						+ ", which belongs to another JSON library",
				"Declare tools.jackson.databind.JsonNode");
	}

	@ParameterizedTest
	@ValueSource(classes = { ForeignResult.class, ForeignLater.class, ForeignList.class, ForeignPart.class,
			ForeignFailure.class })
	void resultsOfAnotherJsonLibrary(Class<?> bean) {
		Dispatcher.checkFailure(bean,
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

}
