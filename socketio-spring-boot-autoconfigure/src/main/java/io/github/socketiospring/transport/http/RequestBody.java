package io.github.socketiospring.transport.http;

import java.io.ByteArrayOutputStream;

import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Reads the body of a request into memory, up to a limit that is checked against the
 * declared length before, and against the bytes received while reading.
 */
final class RequestBody {

	private static final int INITIAL_CAPACITY = 256;

	private RequestBody() {
	}

	/**
	 * Reads the body.
	 * @param request the request
	 * @param maxBytes the limit
	 * @return the body, or {@link TooLargeException}
	 */
	static Mono<byte[]> read(ServerHttpRequest request, int maxBytes) {
		long declared = request.getHeaders().getContentLength();
		if (declared > maxBytes) {
			return Mono.error(TooLargeException.INSTANCE);
		}
		int capacity = (declared >= 0) ? (int) declared : INITIAL_CAPACITY;
		Flux<DataBuffer> body = request.getBody();
		return Mono.create((sink) -> {
			Collector collector = new Collector(sink, capacity, maxBytes);
			sink.onCancel(collector);
			body.subscribe(collector);
		});
	}

	/**
	 * The body is larger than the limit. Has no stack trace: it answers bad input.
	 */
	static final class TooLargeException extends RuntimeException {

		static final TooLargeException INSTANCE = new TooLargeException();

		private TooLargeException() {
			super("request body too large", null, false, false);
		}

	}

	private static final class Collector extends BaseSubscriber<DataBuffer> {

		private final MonoSink<byte[]> sink;

		private final int maxBytes;

		private final ByteArrayOutputStream bytes;

		Collector(MonoSink<byte[]> sink, int capacity, int maxBytes) {
			this.sink = sink;
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
					cancel();
					this.sink.error(TooLargeException.INSTANCE);
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
			this.sink.success(this.bytes.toByteArray());
		}

		@Override
		protected void hookOnError(Throwable error) {
			this.sink.error(error);
		}

	}

}
