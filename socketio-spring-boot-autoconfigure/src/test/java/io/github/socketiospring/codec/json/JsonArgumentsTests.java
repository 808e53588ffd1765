package io.github.socketiospring.codec.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JsonArguments}.
 */
class JsonArgumentsTests {

	private final JsonCodec codec = new JsonCodec(JsonMapper.builder().build(), JsonLimits.DEFAULTS);

	record Point(int x, int y) {
	}

	@Test
	void eventHasArgumentsBehindItsName() {
		JsonArguments arguments = event("[\"e\",1,[\"e\"],null]", List.of());
		assertThat(arguments.size()).isEqualTo(3);
		assertThat(arguments.nodes()).extracting(Object::toString).containsExactly("1", "[\"e\"]", "null");
	}

	@Test
	void acknowledgementHasOnlyArguments() {
		assertThat(ack("[]").size()).isZero();
		assertThat(ack("[]").nodes()).isEmpty();
		JsonArguments arguments = ack("[\"a\",{\"b\":[]}]");
		assertThat(arguments.size()).isEqualTo(2);
		assertThat(arguments.get(0, String.class)).isEqualTo("a");
		assertThat(arguments.get(1)).hasToString("{\"b\":[]}");
	}

	@Test
	void readsTheSameAgainInAnyOrderAndForm() {
		JsonArguments arguments = event(
				"[\"e\",{\"x\":1,\"y\":2},[{\"x\":3,\"y\":4}],{\"_placeholder\":true,\"num\":0}]",
				List.of(new byte[] { 7 }));
		for (int i = 0; i < 3; i++) {
			assertThat(arguments.get(2, byte[].class)).containsExactly(7);
			assertThat(arguments.get(1, new TypeReference<List<Point>>() {
			})).containsExactly(new Point(3, 4));
			assertThat(arguments.get(0, Point.class)).isEqualTo(new Point(1, 2));
			assertThat(arguments.get(2).isBinary()).isTrue();
			assertThat(
					arguments.bind(this.codec.binding(List.of(Point.class, Point[].class, byte[].class, String.class))))
				.hasSize(4)
				.contains(new Point(1, 2))
				.endsWith((Object) null);
		}
	}

	@Test
	void treeOfAMissingArgumentIsAMissingNode() {
		assertThat(ack("[1]").get(1).isMissingNode()).isTrue();
	}

	@Test
	void valueOfAMissingArgumentIsOutOfBounds() {
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ack("[1]").get(1, String.class));
	}

	@Test
	void valueOfAnotherTypeIsAnErrorAndSpoilsNothing() {
		JsonArguments arguments = ack("[\"text\",1]");
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> arguments.get(0, Point.class));
		assertThatExceptionOfType(ArgumentBindingException.class)
			.isThrownBy(() -> arguments.bind(this.codec.binding(List.of(Point.class))));
		assertThat(arguments.get(0, String.class)).isEqualTo("text");
		assertThat(arguments.get(1, int.class)).isEqualTo(1);
	}

	@Test
	void manyThreadsReadTheSameValues() throws Exception {
		int threads = 4;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			for (int round = 0; round < 50; round++) {
				JsonArguments arguments = event("[\"e\",{\"x\":1,\"y\":2},\"text\",{\"_placeholder\":true,\"num\":0}]",
						List.of(new byte[] { 7 }));
				CyclicBarrier barrier = new CyclicBarrier(threads);
				List<Callable<String>> readers = new ArrayList<>();
				for (int i = 0; i < threads; i++) {
					readers.add(() -> {
						barrier.await();
						return arguments.get(0, Point.class) + arguments.get(1, String.class)
								+ arguments.get(2, byte[].class)[0] + arguments.nodes();
					});
				}
				List<String> results = new ArrayList<>();
				for (Future<String> result : executor.invokeAll(readers)) {
					results.add(result.get());
				}
				assertThat(results).hasSize(threads)
					.containsOnly("Point[x=1, y=2]text7[{\"x\":1,\"y\":2}, \"text\", \"Bw==\"]");
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private JsonArguments event(String json, List<byte[]> attachments) {
		byte[] data = json.getBytes(StandardCharsets.UTF_8);
		try (ArgumentReader reader = ArgumentReader.event(this.codec, data, 0, data.length, attachments)) {
			return reader.capture();
		}
	}

	private JsonArguments ack(String json) {
		byte[] data = json.getBytes(StandardCharsets.UTF_8);
		try (ArgumentReader reader = ArgumentReader.ack(this.codec, data, 0, data.length, List.of())) {
			return reader.capture();
		}
	}

}
