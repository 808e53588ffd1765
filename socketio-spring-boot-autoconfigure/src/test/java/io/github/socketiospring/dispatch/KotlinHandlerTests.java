package io.github.socketiospring.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.util.context.Context;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Handlers written in Kotlin: what their types say of null, defaults, and flows.
 */
class KotlinHandlerTests {

	private static Object answer(Dispatcher dispatcher, String event) throws Throwable {
		given(dispatcher.socket.id()).willReturn("id");
		List<List<Object>> answers = dispatcher.send(event).answers();
		assertThat(answers).hasSize(1);
		assertThat(answers.get(0)).hasSize(1);
		return answers.get(0).get(0);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					["required","a"]              | a
					["required"]                  | misfit: the argument "text" is missing or null, and its type String is not nullable
					["required",null]             | misfit: the argument "text" is missing or null, and its type String is not nullable
					["suspendRequired","a"]       | a
					["suspendRequired"]           | misfit: the argument "text" is missing or null, and its type String is not nullable
					["suspendRequired",null]      | misfit: the argument "text" is missing or null, and its type String is not nullable
					["nullable","a",1]            | a 1
					["nullable"]                  | null null
					["nullable",null,null]        | null null
					["default","a",1]             | a 1
					["default","a"]               | a 7
					["default"]                   | none 7
					["default",null,1]            | none 1
					["suspendDefault","a",1]      | a 1
					["suspendDefault"]            | none 7
					["suspendDefault",null,1]     | none 1
					["failingDefault"]            | failed: failed with 7
					["failingDefault",1]          | failed: failed with 1
					["late","a",1]                | 2 a 1
					["late","a"]                  | 1 a 7
					["late"]                      | misfit: the argument "text" is missing or null, and its type String is not nullable
					["vararg","a","b","c"]        | a[b, c]
					["vararg","a"]                | a[]
					["suspendVararg","a",1,2]     | a[1, 2]
					["suspendVararg","a"]         | a[]
					["room","attic"]              | attic
					["room"]                      | misfit: the argument "room" is missing or null, and its type String is not nullable
					["suspendRoom","attic"]       | attic
					["roomAndDefault","attic",1]  | attic 1
					["roomAndDefault","attic"]    | attic 7
					["receiver","a"]              | id a
					""")
	void parameters(String event, String answer) throws Throwable {
		try (Dispatcher plain = Dispatcher.of(KotlinParameters.class);
				Dispatcher proxied = Dispatcher.of(KotlinParameters.class, Aspects.class, Counter.class)) {
			assertThat(answer(plain, event)).isEqualTo(answer);
			assertThat(AopUtils.isCglibProxy(proxied.bean(KotlinParameters.class))).isTrue();
			assertThat(answer(proxied, event)).isEqualTo(answer);
			assertThat(proxied.bean(Counter.class).calls).isEqualTo(answer.startsWith("misfit") ? 0 : 1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "[\"required\",[]]", "[\"default\",\"a\",\"b\"]", "[\"default\",{}]",
			"[\"suspendDefault\",\"a\",[]]", "[\"suspendVararg\",\"a\",\"b\"]", "[\"nullable\",\"a\",{}]" })
	void wrongTypesNeverReachTheFunction(String event) throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(KotlinParameters.class)) {
			assertThat((String) answer(dispatcher, event)).startsWith("misfit: ");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"token":"t"} | t
			{}            |
			null          | the argument "auth" is missing or null, and its type Map is not nullable
			""")
	void authOfAConnection(String auth, String seen) throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(KotlinAuth.class)) {
			dispatcher.auth(Dispatcher.CODEC.readTree(auth.getBytes(StandardCharsets.UTF_8), 0, auth.length()))
				.connect();
			assertThat(dispatcher.bean(KotlinAuth.class).getConnected()).isEqualTo(seen);
		}
	}

	@Test
	void valuesOfAFlowAreOneAnswer() throws Throwable {
		try (Dispatcher dispatcher = new Dispatcher().socketContext(Context.of("key", "context")).start(Flows.class)) {
			assertThat(dispatcher.handler("flow").runsOnEventLoop()).isTrue();
			assertThat(answer(dispatcher, "[\"flow\"]")).isEqualTo(List.of(0, 1, 2));
			assertThat(answer(dispatcher, "[\"suspendFlow\"]")).isEqualTo(List.of("a", "b"));
			assertThat(answer(dispatcher, "[\"empty\"]")).isEqualTo(List.of());
			assertThat(answer(dispatcher, "[\"context\"]")).isEqualTo(List.of("context"));
		}
	}

	@Test
	void aFlowThatFailsIsAnsweredByTheExceptionHandler() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Flows.class)) {
			assertThat(answer(dispatcher, "[\"failing\"]")).isEqualTo(List.of("failed", "behind a"));
		}
	}

	@Test
	void aFlowIsCollectedEvenIfNobodyWaits() throws Throwable {
		try (Dispatcher dispatcher = Dispatcher.of(Flows.class)) {
			assertThat(dispatcher.send(new RecordingAck(false), "[\"flow\"]").answers()).isEmpty();
			assertThat(dispatcher.bean(Flows.class).getCollected()).isEqualTo(3);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAspectJAutoProxy(proxyTargetClass = true)
	static class Aspects {

	}

	@Aspect
	static class Counter {

		int calls;

		@Around("execution(* io.github.socketiospring.dispatch.KotlinParameters.*(..)) && !execution(* misfit(..)) && !execution(* failed(..))")
		Object count(ProceedingJoinPoint call) throws Throwable {
			this.calls++;
			return call.proceed();
		}

	}

}
