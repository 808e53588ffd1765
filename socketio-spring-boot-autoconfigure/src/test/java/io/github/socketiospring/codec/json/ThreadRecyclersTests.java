package io.github.socketiospring.codec.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.socketiospring.testkit.NewThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ThreadRecyclers}.
 */
class ThreadRecyclersTests {

	private static final byte[] JSON = ("[\"" + "\u00e9x".repeat(5000) + "\",\"" + "y\u20ac".repeat(3000) + "\"]")
		.getBytes(StandardCharsets.UTF_8);

	private final ThreadRecyclers recyclers = new ThreadRecyclers();

	private final JsonCodec codec = new JsonCodec(JsonMapper.builder().build(), JsonLimits.DEFAULTS);

	@Test
	void aThreadHasItsOwn() {
		BufferRecycler recycler = this.recyclers.acquireAndLinkPooled();
		recycler.releaseToPool();
		assertThat(this.recyclers.acquireAndLinkPooled()).isSameAs(recycler);
		assertThat(CompletableFuture.supplyAsync(this.recyclers::acquireAndLinkPooled, NewThread::start).join())
			.isNotSameAs(recycler);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsShareThem() {
		BufferRecycler own = this.recyclers.acquireAndLinkPooled();
		BufferRecycler first = onVirtualThread(this.recyclers::acquireAndLinkPooled);
		assertThat(first).isNotSameAs(own);
		// Released anywhere, it goes back to where it came from.
		first.releaseToPool();
		BufferRecycler second = onVirtualThread(this.recyclers::acquireAndLinkPooled);
		assertThat(second).isSameAs(first);
		assertThat(onVirtualThread(this.recyclers::acquireAndLinkPooled)).isNotSameAs(second).isNotSameAs(own);
		assertThat(this.recyclers.acquireAndLinkPooled()).isSameAs(own);
	}

	private static <T> T onVirtualThread(Supplier<T> call) {
		return CompletableFuture.supplyAsync(call, (task) -> {
			try {
				Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}).join();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsReadAndWriteNested() {
		assertThat(onVirtualThread(this::copy)).isEqualTo(new String(JSON, StandardCharsets.UTF_8));
	}

	@Test
	void whatIsOpenAtTheSameTimeSharesNoBuffer() {
		assertThat(copy()).isEqualTo(new String(JSON, StandardCharsets.UTF_8));
	}

	/** Two parsers and two generators at the same time, with buffers of all kinds. */
	private String copy() {
		ByteArrayOutputStream first = new ByteArrayOutputStream();
		ByteArrayOutputStream second = new ByteArrayOutputStream();
		try (JsonParser outer = this.codec.parser(JSON, 0, JSON.length);
				JsonGenerator outerTarget = this.codec.textGenerator(first, () -> {
				})) {
			outer.nextToken();
			outerTarget.writeStartArray();
			outer.nextToken();
			try (JsonParser inner = this.codec.parser(JSON, 0, JSON.length);
					JsonGenerator innerTarget = this.codec.textGenerator(second, () -> {
					})) {
				while (inner.nextToken() != null) {
					innerTarget.copyCurrentEvent(inner);
				}
				outerTarget.writeString(outer.getString());
				this.codec.writeArray(new ByteArrayOutputStream(), "event", List.of(outer.getString()),
						new ArrayList<>());
			}
			outerTarget.writeString(outer.nextStringValue());
			outerTarget.writeEndArray();
		}
		assertThat(second.toString(StandardCharsets.UTF_8)).isEqualTo(first.toString(StandardCharsets.UTF_8));
		return first.toString(StandardCharsets.UTF_8);
	}

}
