package io.github.socketiospring.dispatch;

import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.InvalidPayloadException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.util.context.Context;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;

/**
 * Suspend functions as handlers.
 */
class SuspendingHandlerTests {

	private final Dispatcher dispatcher = new Dispatcher().socketContext(Context.of("key", "context"))
		.start(SuspendingHandlers.class);

	@AfterEach
	void close() {
		this.dispatcher.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "[\"value\",\"a\",1]|a 1", "[\"value\",\"a\"]|a null", "[\"mono\"]|mono",
					"[\"deferred\"]|deferred", "[\"context\"]|context", "[\"failure\"]|handled failure",
					"[\"plain\",null,2]|null 2" })
	void valueIsTheAnswer(String event, String answer) throws Throwable {
		assertThat(this.dispatcher.send(event).answers()).containsExactly(List.of(answer));
	}

	@Test
	void unitIsNothing() throws Throwable {
		assertThat(this.dispatcher.send("[\"nothing\"]").answers()).containsExactly(List.of());
		assertThat(this.dispatcher.send("[\"nothingWithAck\"]").answers()).isEmpty();
	}

	@Test
	void nullIsAValue() throws Throwable {
		assertThat(this.dispatcher.send("[\"null\"]").answers()).containsExactly(Arrays.asList((Object) null));
	}

	@Test
	void nonNullPrimitiveIsRequired() {
		assertThatExceptionOfType(InvalidPayloadException.class)
			.isThrownBy(() -> this.dispatcher.send("[\"plain\",\"a\"]"));
	}

	@Test
	void suspendFunctionsRunOnTheEventLoop() {
		assertThat(this.dispatcher.handler("value").runsOnEventLoop()).isTrue();
		assertThat(this.dispatcher.handler("deferred").runsOnEventLoop()).isTrue();
		assertThat(this.dispatcher.handler("plain").runsOnEventLoop()).isFalse();
	}

	@Test
	void lifecycle() throws Throwable {
		given(this.dispatcher.socket.id()).willReturn("id");
		this.dispatcher.connect();
		assertThat(this.dispatcher.bean(SuspendingHandlers.class).getJoined()).isEqualTo("id");
	}

	@Test
	void continuationNeedsNoHints() throws Exception {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, SuspendingHandlers.class);
		assertThat(RuntimeHintsPredicates.reflection().onType(kotlin.coroutines.Continuation.class)).rejects(hints);
	}

	@Test
	void defaultsAreFoundInNativeImages() {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, KotlinParameters.class);
		assertThat(KotlinParameters.class.getDeclaredMethods())
			.filteredOn((method) -> method.getName().endsWith("$default"))
			.hasSize(5)
			.allSatisfy((method) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method))
				.accepts(hints));
	}

	@Test
	void flowsNeedNoHints() throws Exception {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Flows.class);
		assertThat(RuntimeHintsPredicates.reflection().onType(kotlinx.coroutines.flow.Flow.class)).rejects(hints);
	}

}
