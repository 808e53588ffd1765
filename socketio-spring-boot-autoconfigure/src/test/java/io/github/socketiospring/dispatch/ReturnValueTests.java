package io.github.socketiospring.dispatch;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.socketiospring.Ack;
import io.github.socketiospring.EmitResult;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.server.event.EventCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What return values do to the client's ack.
 */
class ReturnValueTests {

	private final Dispatcher dispatcher = Dispatcher.of(Handlers.class);

	@AfterEach
	void close() {
		this.dispatcher.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nothing", "emitted", "monoVoid", "emptyMono", "stageVoid", "nullMono", "fluxVoid" })
	void nothingAnswersWithoutArguments(String event) throws Throwable {
		assertThat(send(event)).containsExactly(List.of());
	}

	@ParameterizedTest
	@ValueSource(strings = { "nothingWithAck", "monoVoidWithAck", "emptyMonoWithAck" })
	void nothingLeavesTheAnswerToAnAckParameter(String event) throws Throwable {
		assertThat(send(event)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "value", "optional", "mono", "future", "stage", "monoOptional", "valueWithAck" })
	void valueIsTheAnswer(String event) throws Throwable {
		assertThat(send(event)).containsExactly(List.of("v"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "nullValue", "emptyOptional", "nullFuture", "nullSpread" })
	void nullIsAValue(String event) throws Throwable {
		assertThat(send(event)).containsExactly(Arrays.asList((Object) null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spread", "monoSpread" })
	void objectArrayAnswersWithSeveralArguments(String event) throws Throwable {
		assertThat(send(event)).containsExactly(Arrays.asList("a", null, 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "flux", "publisher" })
	void manyValuesAreOneArgument(String event) throws Throwable {
		assertThat(send(event)).containsExactly(List.of(List.of("a", "b")));
	}

	@Test
	void noValuesAreAnEmptyList() throws Throwable {
		assertThat(send("emptyFlux")).containsExactly(List.of(List.of()));
		assertThat(send("nullFlux")).containsExactly(List.of());
	}

	@Test
	void manyValuesAreWaitedForEvenIfNobodyWantsThem() throws Throwable {
		assertThat(this.dispatcher.send(new RecordingAck(false), "[\"flux\"]").answers()).isEmpty();
		assertThat(this.dispatcher.bean(Handlers.class).completed).isTrue();
	}

	@Test
	void otherArraysAreOneArgument() throws Throwable {
		assertThat(send("strings")).singleElement()
			.satisfies((answer) -> assertThat(answer).containsExactly((Object) new String[] { "a", "b" }));
		assertThat(send("objectArrayAsObject")).singleElement().satisfies((answer) -> assertThat(answer).hasSize(1));
	}

	@Test
	void reactiveMethodAnswersOnCompletion() throws Throwable {
		RecordingAck ack = new RecordingAck(true);
		Publisher<?> result = this.dispatcher.call(ack, "[\"later\"]");
		StepVerifier.create(result)
			.then(() -> assertThat(ack.answers()).isEmpty())
			.then(() -> this.dispatcher.bean(Handlers.class).later.tryEmitValue("v"))
			.thenConsumeWhile((value) -> true)
			.expectComplete()
			.verify(Duration.ofSeconds(5));
		assertThat(ack.answers()).containsExactly(List.of("v"));
	}

	@Test
	void plainMethodNeedsNoPublisher() throws Throwable {
		assertThat(this.dispatcher.call(new RecordingAck(true), "[\"value\"]")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nothing", "value", "mono", "monoVoid", "spread", "nullMono" })
	void nothingIsSentIfNobodyWaits(String event) throws Throwable {
		RecordingAck ack = new RecordingAck(false);
		this.dispatcher.send(ack, "[\"" + event + "\"]");
		assertThat(ack.answers()).allMatch(List::isEmpty);
	}

	@Test
	void reactiveResultIsPassedOnUntouchedIfNobodyWaits() throws Throwable {
		EventCall call = new EventCall(this.dispatcher.socket, "mono", new Object[0], null, new RecordingAck(false));
		assertThat(this.dispatcher.handler("mono").handle(call)).isSameAs(this.dispatcher.bean(Handlers.class).mono);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			shape      | [{"kind":"circle","radius":1}]
			shapes     | [[{"kind":"circle","radius":1},{"kind":"square","side":2}]]
			monoShapes | [[{"kind":"circle","radius":1}]]
			stage      | ["v"]
			shapesByName | [{"a":{"kind":"circle","radius":1}}]
			shapeArray | [[{"kind":"square","side":2}]]
			optionalShapes | [[{"kind":"circle","radius":1}]]
			circles    | [[{"kind":"circle","radius":1}]]
			nested     | [{"a":[{"kind":"circle","radius":1}]}]
			anything   | [[1,"a"]]
			noShapes   | [null]
			fluxShapes | [[{"kind":"circle","radius":1},{"kind":"square","side":2}]]
			""")
	void valueIsWrittenAsItsTypeIsDeclared(String event, String expected) throws Throwable {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		Dispatcher.CODEC.writeArray(output, null, send(event).get(0), new ArrayList<>());
		assertThat(output).hasToString(expected);
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	interface Shape {

	}

	record Circle(int radius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

	private List<List<Object>> send(String event) throws Throwable {
		return this.dispatcher.send("[\"" + event + "\"]").answers();
	}

	@SocketIONamespace
	static class Handlers {

		@OnEvent("shape")
		Shape shape() {
			return new Circle(1);
		}

		@OnEvent("shapes")
		List<Shape> shapes() {
			return List.of(new Circle(1), new Square(2));
		}

		@OnEvent("monoShapes")
		Mono<List<Shape>> monoShapes() {
			return Mono.just(List.of(new Circle(1)));
		}

		@OnEvent("shapesByName")
		Map<String, Shape> shapesByName() {
			return Map.of("a", new Circle(1));
		}

		@OnEvent("shapeArray")
		Shape[] shapeArray() {
			return new Shape[] { new Square(2) };
		}

		@OnEvent("optionalShapes")
		Optional<List<Shape>> optionalShapes() {
			return Optional.of(List.of(new Circle(1)));
		}

		@OnEvent("circles")
		List<Circle> circles() {
			return List.of(new Circle(1));
		}

		@OnEvent("nested")
		Map<String, List<Shape>> nested() {
			return Map.of("a", List.of(new Circle(1)));
		}

		@OnEvent("anything")
		List<?> anything() {
			return List.of(1, "a");
		}

		@OnEvent("noShapes")
		List<Shape> noShapes() {
			return null;
		}

		boolean completed;

		@OnEvent("flux")
		Flux<String> flux() {
			return Flux.just("a", "b").doOnComplete(() -> this.completed = true);
		}

		@OnEvent("publisher")
		Publisher<String> publisher() {
			return Flux.just("a", "b");
		}

		@OnEvent("emptyFlux")
		Flux<String> emptyFlux() {
			return Flux.empty();
		}

		@OnEvent("nullFlux")
		Flux<String> nullFlux() {
			return null;
		}

		@OnEvent("fluxVoid")
		Flux<Void> fluxVoid() {
			return Flux.empty();
		}

		@OnEvent("fluxShapes")
		Flux<Shape> fluxShapes() {
			return Flux.just(new Circle(1), new Square(2));
		}

		final Mono<String> mono = Mono.just("v");

		final Sinks.One<String> later = Sinks.one();

		@OnEvent("emitted")
		EmitResult emitted() {
			return EmitResult.QUEUED;
		}

		@OnEvent("nothing")
		void nothing() {
		}

		@OnEvent("monoVoid")
		Mono<Void> monoVoid() {
			return Mono.empty();
		}

		@OnEvent("emptyMono")
		Mono<String> emptyMono() {
			return Mono.empty();
		}

		@OnEvent("nullMono")
		Mono<String> nullMono() {
			return null;
		}

		@OnEvent("stageVoid")
		CompletionStage<Void> stageVoid() {
			return CompletableFuture.completedFuture(null);
		}

		@OnEvent("nothingWithAck")
		void nothingWithAck(Ack ack) {
		}

		@OnEvent("monoVoidWithAck")
		Mono<Void> monoVoidWithAck(Ack ack) {
			return Mono.empty();
		}

		@OnEvent("emptyMonoWithAck")
		Mono<String> emptyMonoWithAck(Ack ack) {
			return Mono.empty();
		}

		@OnEvent("value")
		String value() {
			return "v";
		}

		@OnEvent("valueWithAck")
		String valueWithAck(Ack ack) {
			return "v";
		}

		@OnEvent("optional")
		Optional<String> optional() {
			return Optional.of("v");
		}

		@OnEvent("mono")
		Mono<String> mono() {
			return this.mono;
		}

		@OnEvent("monoOptional")
		Mono<Optional<String>> monoOptional() {
			return Mono.just(Optional.of("v"));
		}

		@OnEvent("future")
		CompletableFuture<String> future() {
			return CompletableFuture.completedFuture("v");
		}

		@OnEvent("stage")
		CompletionStage<String> stage() {
			return CompletableFuture.completedStage("v");
		}

		@OnEvent("nullValue")
		String nullValue() {
			return null;
		}

		@OnEvent("emptyOptional")
		Optional<String> emptyOptional() {
			return Optional.empty();
		}

		@OnEvent("nullFuture")
		CompletableFuture<String> nullFuture() {
			return CompletableFuture.completedFuture(null);
		}

		@OnEvent("nullSpread")
		Object[] nullSpread() {
			return null;
		}

		@OnEvent("spread")
		Object[] spread() {
			return new Object[] { "a", null, 1 };
		}

		@OnEvent("monoSpread")
		Mono<Object[]> monoSpread() {
			return Mono.just(spread());
		}

		@OnEvent("strings")
		String[] strings() {
			return new String[] { "a", "b" };
		}

		@OnEvent("objectArrayAsObject")
		Object objectArrayAsObject() {
			return spread();
		}

		@OnEvent("later")
		Mono<String> later() {
			return this.later.asMono();
		}

	}

}
