package io.github.socketiospring.codec.json;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import io.github.socketiospring.testkit.NewThread;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ArrayWriters} and {@link ArrayWriter}: whatever a serializer does, the
 * thread's next array is none the worse.
 */
class ArrayWriterTests {

	private static final byte[] BYTES = { 1, 2 };

	private JsonCodec codec = codec((value, generator) -> generator.writeNumber(1));

	private final List<byte[]> attachments = new ArrayList<>();

	/** What the serializer under test writes. */
	private record Special(Object content) {
	}

	private static JsonCodec codec(BiConsumer<Special, JsonGenerator> serializer) {
		SimpleModule module = new SimpleModule().addSerializer(Special.class, new ValueSerializer<>() {

			@Override
			public void serialize(Special value, JsonGenerator generator, SerializationContext context) {
				serializer.accept(value, generator);
			}

		});
		return new JsonCodec(JsonMapper.builder().addModule(module).build(), JsonLimits.DEFAULTS);
	}

	private String array(Object... values) {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		this.codec.writeArray(output, "e", Arrays.asList(values), this.attachments);
		return output.toString(StandardCharsets.UTF_8);
	}

	private void assertThatTheNextArrayIsRight() {
		this.attachments.clear();
		assertThat(array(1, Map.of("a", BYTES), "b"))
			.isEqualTo("[\"e\",1,{\"a\":{\"_placeholder\":true,\"num\":0}},\"b\"]");
		assertThat(this.attachments).containsExactly(BYTES);
	}

	@Test
	void oneArrayFollowsAnother() {
		for (int i = 0; i < 3; i++) {
			assertThat(array(i, "\u20ac")).isEqualTo("[\"e\"," + i + ",\"\u20ac\"]");
			assertThatTheNextArrayIsRight();
		}
		assertThat(array("x".repeat(100_000))).hasSize(100_008);
		assertThatTheNextArrayIsRight();
	}

	@Test
	void afterAFailureInTheMiddle() {
		this.codec = codec((value, generator) -> {
			generator.writeStartObject();
			generator.writeName("a");
			throw new IllegalStateException("no");
		});
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> array(BYTES, new Special("a")));
		assertThatTheNextArrayIsRight();
	}

	@Test
	void afterAnError() {
		this.codec = codec((value, generator) -> {
			generator.writeStartArray();
			throw new StackOverflowError();
		});
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> array(new Special("a")));
		assertThatTheNextArrayIsRight();
	}

	@Test
	void afterAFailureOfTheOutput() {
		OutputStream broken = new OutputStream() {

			@Override
			public void write(int b) {
				throw new IllegalStateException("broken");
			}

		};
		assertThatIllegalStateException()
			.isThrownBy(() -> this.codec.writeArray(broken, "e", List.of(1), this.attachments));
		assertThatTheNextArrayIsRight();
	}

	@Test
	void whatASerializerLeavesOpenIsItsError() {
		this.codec = codec((value, generator) -> generator.writeStartArray());
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> array(new Special("a")))
			.withMessageContaining("not ended it");
		assertThatTheNextArrayIsRight();
		this.codec = codec((value, generator) -> generator.writeStartObject());
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> array(new Special("a")));
		assertThatTheNextArrayIsRight();
	}

	@Test
	void afterASerializerHasClosedTheGenerator() {
		this.codec = codec((value, generator) -> generator.close());
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> array(new Special("a")))
			.withMessageContaining("must leave open");
		assertThatTheNextArrayIsRight();
	}

	@Test
	void whatASerializerConfiguresEndsWithTheArray() {
		BigDecimal number = new BigDecimal("1E+3");
		this.codec = codec((value, generator) -> {
			generator.configure(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN, true);
			generator.writeNumber(number);
		});
		assertThat(array(new Special("a"), number)).isEqualTo("[\"e\",1000,1000]");
		assertThat(array(number)).isEqualTo("[\"e\",1E+3]");
	}

	@Test
	void aSerializerMayWriteAnArrayOfItsOwn() {
		this.codec = codec((value, generator) -> {
			List<byte[]> own = new ArrayList<>();
			ByteArrayOutputStream output = new ByteArrayOutputStream();
			this.codec.writeArray(output, null, Arrays.asList(value.content(), BYTES), own);
			generator.writeString(output.toString(StandardCharsets.UTF_8) + own.size());
			generator.writePOJO(value.content());
		});
		assertThat(array(BYTES, new Special(2), BYTES)).isEqualTo("[\"e\",{\"_placeholder\":true,\"num\":0},"
				+ "\"[2,{\\\"_placeholder\\\":true,\\\"num\\\":0}]1\",2,{\"_placeholder\":true,\"num\":1}]");
		assertThatTheNextArrayIsRight();
	}

	@Test
	void eachThreadHasItsOwn() {
		List<CompletableFuture<String>> written = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			int number = i;
			written.add(CompletableFuture.supplyAsync(() -> {
				ByteArrayOutputStream output = new ByteArrayOutputStream();
				this.codec.writeArray(output, "e", List.of(number, "a"), new ArrayList<>());
				return output.toString(StandardCharsets.UTF_8);
			}, NewThread::start));
		}
		for (int i = 0; i < written.size(); i++) {
			assertThat(written.get(i).join()).isEqualTo("[\"e\"," + i + ",\"a\"]");
		}
	}

	private record Measured(double wide, float narrow, Double boxed, double[] many) {
	}

	@Test
	void whatIsNoFiniteNumberIsNull() {
		double[] many = { 1, Double.NaN, Double.POSITIVE_INFINITY };
		assertThat(array(Double.NaN, Float.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.5, 2.5f))
			.isEqualTo("[\"e\",null,null,null,1.5,2.5]");
		assertThat(array(new Measured(Double.NaN, Float.NaN, Double.POSITIVE_INFINITY, many), many,
				new float[] { Float.NaN, 1 }))
			.isEqualTo("[\"e\",{\"wide\":null,\"narrow\":null,\"boxed\":null,\"many\":[1.0,null,null]},"
					+ "[1.0,null,null],[null,1.0]]");
		assertThat(array(List.of(Double.NaN), Map.of("a", Float.NaN), new Double[] { Double.NaN }))
			.isEqualTo("[\"e\",[null],{\"a\":null},[null]]");
		assertThat(array(JsonMapper.shared().createObjectNode().put("a", Double.NaN).put("b", Float.NaN)))
			.isEqualTo("[\"e\",{\"a\":null,\"b\":null}]");
	}

}
