package io.github.socketiospring.transport.http;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Reads the body of a request into memory, up to a limit that is checked against the
 * declared length before, and against the bytes received while reading. Used once.
 */
final class RequestBody {

	private static final int INITIAL_CAPACITY = 256;

	private final ServerHttpRequest request;

	private final int maxBytes;

	private final AtomicReference<@Nullable Collector> collector = new AtomicReference<>();

	private volatile boolean aborted;

	RequestBody(ServerHttpRequest request, int maxBytes) {
		this.request = request;
		this.maxBytes = maxBytes;
	}

	/**
	 * Reads the body.
	 * @return the body, or {@link UnreadableException}
	 */
	Mono<byte[]> read() {
		long declared = this.request.getHeaders().getContentLength();
		if (declared > this.maxBytes) {
			return Mono.error(UnreadableException.TOO_LARGE);
		}
		int capacity = (declared >= 0) ? (int) declared : INITIAL_CAPACITY;
		return Mono.create((sink) -> {
			Collector reading = new Collector(sink, capacity, this.maxBytes);
			this.collector.set(reading);
			sink.onCancel(reading);
			this.request.getBody().subscribe(reading);
			if (this.aborted) {
				abort();
			}
		});
	}

	/**
	 * Waits for the rest no longer; nothing happens if the body is complete.
	 */
	void abort() {
		this.aborted = true;
		Collector reading = this.collector.getAndSet(null);
		if (reading != null) {
			reading.abort();
		}
	}

	/**
	 * The body cannot be had. Has no stack trace: it answers bad input.
	 */
	static final class UnreadableException extends RuntimeException {

		/** It is larger than the limit. */
		static final UnreadableException TOO_LARGE = new UnreadableException("request body too large");

		/** The rest of it will not come, or is no longer of interest. */
		static final UnreadableException BROKEN = new UnreadableException("request body incomplete");

		private UnreadableException(String message) {
			super(message, null, false, false);
		}

	}

	private static final class Collector extends BaseSubscriber<DataBuffer> {

		private final AtomicReference<@Nullable MonoSink<byte[]>> sink;

		private final int maxBytes;

		private final ByteArrayOutputStream bytes;

		Collector(MonoSink<byte[]> sink, int capacity, int maxBytes) {
			this.sink = new AtomicReference<>(sink);
			this.maxBytes = maxBytes;
			this.bytes = new ByteArrayOutputStream(capacity);
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			requestUnbounded();
		}

		@Override
		protected void hookOnNext(DataBuffer buffer) {
			try {
				int length = buffer.readableByteCount();
				if (this.bytes.size() + length > this.maxBytes) {
					fail(UnreadableException.TOO_LARGE);
					return;
				}
				byte[] chunk = new byte[length];
				buffer.read(chunk);
				this.bytes.write(chunk, 0, length);
			}
			finally {
				DataBufferUtils.release(buffer);
			}
		}

		@Override
		protected void hookOnComplete() {
			MonoSink<byte[]> target = this.sink.getAndSet(null);
			if (target != null) {
				target.success(this.bytes.toByteArray());
			}
		}

		@Override
		protected void hookOnError(Throwable error) {
			fail(UnreadableException.BROKEN);
		}

		void abort() {
			fail(UnreadableException.BROKEN);
		}

		private void fail(RuntimeException exception) {
			MonoSink<byte[]> target = this.sink.getAndSet(null);
			if (target != null) {
				cancel();
				target.error(exception);
			}
		}

	}

}
