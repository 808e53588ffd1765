package io.github.socketiospring.codec.json;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConstructorModule}: nothing differs from Jackson without it.
 */
class ConstructorModuleTests {

	record Point(int x, long y, double z, boolean flag, char letter, Integer boxed) {
	}

	private record Hidden(String name) {
	}

	record Nothing() {
	}

	record Generic<T>(T value, List<T> values) {
	}

	record Variable(String name, int... numbers) {
	}

	record Picky(int value) {

		Picky {
			switch (value) {
				case 1 -> throw new IllegalArgumentException("one");
				case 2 -> throw new IllegalStateException("two", new IllegalArgumentException("cause"));
				case 3 -> throw new AssertionError("three");
				case 4 -> throw new StackOverflowError("four");
				default -> {
				}
			}
		}

	}

	static final class Checked {

		final String value;

		@JsonCreator
		private Checked(@JsonProperty("value") String value) throws Exception {
			if (value.equals("checked")) {
				throw new IOException("checked");
			}
			this.value = value;
		}

		@Override
		public String toString() {
			return "Checked[" + this.value + "]";
		}

	}

	static final class Thrower {

		static class Odd extends Throwable {

			private static final long serialVersionUID = 1L;

		}

		@JsonCreator
		Thrower(@JsonProperty("value") String value) throws Throwable {
			throw new Odd();
		}

	}

	static final class Delegating {

		private final String value;

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		Delegating(Map<String, Integer> map) {
			this.value = map.toString();
		}

		@Override
		public String toString() {
			return this.value;
		}

	}

	/** A constructor for some properties, setters for others. */
	static class Mixed {

		private final int id;

		private String name = "none";

		private @Nullable Hidden hidden;

		@JsonCreator
		protected Mixed(@JsonProperty("id") int id) {
			this.id = id;
		}

		public void setName(String name) {
			this.name = name;
		}

		public void setHidden(Hidden hidden) {
			this.hidden = hidden;
		}

		@Override
		public String toString() {
			return this.id + this.name + this.hidden;
		}

	}

	private static final class Factory {

		private final String value;

		private Factory(String value) {
			this.value = value;
		}

		@JsonCreator
		static Factory of(@JsonProperty("value") String value) {
			return new Factory("made of " + value);
		}

		@Override
		public String toString() {
			return this.value;
		}

	}

	private static final TypeReference<Generic<Point>> GENERIC = new TypeReference<>() {
	};

	private static final Map<String, JavaType> TYPES = Stream
		.of(Point.class, Hidden.class, Nothing.class, GENERIC.getType(), Variable.class, Picky.class, Checked.class,
				Delegating.class, Mixed.class, Factory.class)
		.map((type) -> JsonMapper.shared().constructType(type))
		.collect(Collectors.toMap((type) -> type.getRawClass().getSimpleName(), (type) -> type));

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			Point;{"x":1,"y":2,"z":3,"flag":true,"letter":"a","boxed":5}
			Point;{"boxed":5,"letter":"a","flag":true,"z":3.5,"y":9007199254740993,"x":-1}
			Point;{"x":null,"y":null,"z":null,"flag":null,"letter":null,"boxed":null}
			Point;{}
			Point;{"x":"1","y":"2"}
			Point;{"x":1.5}
			Point;{"x":3000000000}
			Point;{"x":[1]}
			Point;{"unknown":1}
			Point;[]
			Point;1
			Point;null
			Hidden;{"name":"a"}
			Hidden;{"name":null}
			Hidden;"a"
			Nothing;{}
			Nothing;{"a":1}
			Generic;{"value":{"x":1},"values":[{"y":2},null]}
			Generic;{"value":{"x":{}},"values":[]}
			Generic;{"value":null,"values":1}
			Variable;{"name":"a","numbers":[1,2]}
			Variable;{"name":"a","numbers":[]}
			Variable;{"name":"a","numbers":null}
			Variable;{"name":"a"}
			Variable;{"name":"a","numbers":1}
			Picky;{"value":0}
			Picky;{"value":1}
			Picky;{"value":2}
			Picky;{"value":3}
			Picky;{"value":4}
			Checked;{"value":"a"}
			Checked;{"value":"checked"}
			Checked;{}
			Delegating;{"a":1}
			Delegating;{"a":"x"}
			Mixed;{"name":"n","hidden":{"name":"h"},"id":1}
			Mixed;{"id":null}
			Factory;{"value":"a"}
			Factory;{}
			""")
	void doesWhatJacksonDoes(String type, String json) {
		for (DeserializationFeature feature : List.of(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
				DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
				DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES, DeserializationFeature.WRAP_EXCEPTIONS,
				DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)) {
			for (boolean state : new boolean[] { false, true }) {
				JsonMapper plain = JsonMapper.builder().configure(feature, state).build();
				JsonMapper ours = plain.rebuild().addModule(new ConstructorModule()).build();
				JavaType javaType = TYPES.get(type);
				// Twice: once with the deserializer that is made for it.
				for (int i = 0; i < 2; i++) {
					assertThat(outcome(ours, javaType, json)).as("%s=%s", feature, state)
						.isEqualTo(outcome(plain, javaType, json));
				}
			}
		}
	}

	private static String outcome(JsonMapper mapper, JavaType type, String json) {
		Object value;
		try {
			value = mapper.readValue(json, type);
		}
		catch (Throwable ex) {
			StringBuilder chain = new StringBuilder();
			for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
				chain.append(cause).append('\n');
			}
			return chain.toString();
		}
		return (value instanceof Variable variable) ? variable.name + Arrays.toString(variable.numbers)
				: String.valueOf(value);
	}

	@Test
	void constructorsArePrepared() {
		JsonMapper mapper = JsonMapper.builder().addModule(new ConstructorModule()).build();
		StackTraceElement[] stack = stackOf(mapper, Picky.class, "{\"value\":1}");
		assertThat(stack).anyMatch((element) -> element.getClassName().startsWith(ConstructorModule.class.getName()))
			.noneMatch((element) -> element.getMethodName().equals("invokeWithArguments"));
	}

	private static StackTraceElement[] stackOf(JsonMapper mapper, Class<?> type, String json) {
		try {
			mapper.readValue(json, type);
		}
		catch (Exception ex) {
			return ex.getCause().getStackTrace();
		}
		throw new AssertionError("not thrown");
	}

	/** Kotlin's module refuses to go on if it does not find Jackson's own. */
	@Test
	void instantiatorsOfTheApplicationSeeJacksonsOwn() {
		SimpleModule strict = new SimpleModule() {
			@Override
			public void setupModule(SetupContext context) {
				context.addValueInstantiators(new ValueInstantiators.Base() {
					@Override
					public ValueInstantiator modifyValueInstantiator(DeserializationConfig config,
							BeanDescription.Supplier description, ValueInstantiator instantiator) {
						assertThat(instantiator.getClass()).isEqualTo(StdValueInstantiator.class);
						return new StdValueInstantiator((StdValueInstantiator) instantiator) {
							@Override
							public Object createFromObjectWith(DeserializationContext context, Object[] arguments) {
								return new Hidden("modified");
							}
						};
					}
				});
			}
		};
		JsonMapper mapper = JsonMapper.builder().addModule(strict).build();
		JsonCodec codec = new JsonCodec(mapper, JsonLimits.DEFAULTS);
		assertThat(codec.mapper().readValue("{\"name\":\"a\"}", Hidden.class)).isEqualTo(new Hidden("modified"));
	}

	@Test
	void problemHandlersAreAsked() {
		JsonMapper mapper = JsonMapper.builder().addHandler(new DeserializationProblemHandler() {
			@Override
			public Object handleInstantiationProblem(DeserializationContext context, Class<?> type, Object argument,
					Throwable problem) {
				return new Picky(((Object[]) argument).length + 100);
			}
		}).addModule(new ConstructorModule()).build();
		assertThat(mapper.readValue("{\"value\":1}", Picky.class)).isEqualTo(new Picky(101));
	}

	@Test
	void otherThrowablesAreProblemsAsWell() {
		JsonMapper mapper = JsonMapper.builder().addModule(new ConstructorModule()).build();
		assertThatExceptionOfType(tools.jackson.core.JacksonException.class)
			.isThrownBy(() -> mapper.readValue("{\"value\":\"a\"}", Thrower.class))
			.withRootCauseInstanceOf(Thrower.Odd.class);
	}

	/** The most that a class file can hold, which is more than a method handle can. */
	@ParameterizedTest
	@CsvSource({ "100", "252", "253", "254" })
	void constructorsWithManyParameters(int count, @TempDir Path directory) throws Exception {
		String name = "Many" + count;
		Path source = directory.resolve(name + ".java");
		Files.writeString(source, "public record " + name + "("
				+ IntStream.range(0, count).mapToObj((i) -> "int p" + i).collect(Collectors.joining(",")) + ") {}");
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", source.toString()))
			.isZero();
		try (var loader = new URLClassLoader(new URL[] { directory.toUri().toURL() })) {
			JavaType type = JsonMapper.shared().constructType(loader.loadClass(name));
			JsonMapper plain = JsonMapper.builder().build();
			JsonMapper ours = plain.rebuild().addModule(new ConstructorModule()).build();
			String json = IntStream.range(0, count)
				.mapToObj((i) -> "\"p" + i + "\":" + i)
				.collect(Collectors.joining(",", "{", "}"));
			assertThat(outcome(ours, type, json)).isEqualTo(outcome(plain, type, json));
		}
	}

}
