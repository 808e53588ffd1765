package io.github.socketiospring.transport.webflux;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.netty.http.server.HttpServerRequest;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Reads the body of a request into memory, up to a limit that is checked against the
 * declared length before, and against the bytes received while reading. Used once.
 */
public final class RequestBody {

	private static final int INITIAL_CAPACITY = 256;

	/** As much as a client may have reserved by declaring a length. */
	private static final int MAX_INITIAL_CAPACITY = 16 * 1024;

	private static final byte[] NOTHING = {};

	private final ServerHttpRequest request;

	private final int maxBytes;

	private volatile @Nullable Collector collector;

	private volatile boolean aborted;

	/**
	 * Creates a reader.
	 * @param request the request
	 * @param maxBytes the size of the largest body that is read
	 */
	public RequestBody(ServerHttpRequest request, int maxBytes) {
		this.request = request;
		this.maxBytes = maxBytes;
	}

	/**
	 * Reads the body.
	 * @param cut runs when the request is cancelled before its body has been read
	 * @param left runs when the request is cancelled after that
	 * @return the result, never an error; it arrives on the request's event loop, or on
	 * the thread that {@linkplain #abort() aborts}
	 */
	public Mono<Result> read(Runnable cut, Runnable left) {
		long declared = this.request.getHeaders().getContentLength();
		if (declared > this.maxBytes) {
			return Mono.just(Result.failed(Outcome.TOO_LARGE));
		}
		return new Mono<>() {

			@Override
			public void subscribe(CoreSubscriber<? super Result> subscriber) {
				start(new Collector(subscriber, (int) declared, RequestBody.this.maxBytes, cut, left));
			}

		};
	}

	private void start(Collector reading) {
		reading.begin();
		this.collector = reading;
		if (this.aborted) {
			reading.fail(Outcome.BROKEN);
			return;
		}
		HttpServerRequest netty = NettyExchange.bare(this.request);
		if (netty != null) {
			netty.receiveObject().subscribe(reading);
			return;
		}
		// A filter wants to see what comes.
		reading.acceptOtherLengths();
		try {
			this.request.getBody().doOnDiscard(DataBuffer.class, DataBufferUtils::release).subscribe(reading);
		}
		catch (RuntimeException ex) {
			reading.fail(Outcome.BROKEN);
		}
	}

	/**
	 * Stops waiting for the rest of the body, which is then broken. Has no effect once
	 * the body is complete. May be called by any thread, more than once.
	 */
	public void abort() {
		this.aborted = true;
		Collector reading = this.collector;
		if (reading != null) {
			reading.fail(Outcome.BROKEN);
		}
	}

	/**
	 * The ways that reading can end.
	 */
	public enum Outcome {

		/** The whole body was read. */
		COMPLETE,

		/** The body is larger than the limit. */
		TOO_LARGE,

		/** The rest of the body will not come, or is no longer of interest. */
		BROKEN

	}

	/**
	 * The body of a request, or why it could not be read.
	 *
	 * @param outcome how reading ended
	 * @param bytes the body if it is complete, otherwise empty
	 */
	public record Result(Outcome outcome, byte[] bytes) {

		private static Result failed(Outcome outcome) {
			return new Result(outcome, NOTHING);
		}

	}

	/**
	 * Takes the parts on the request's thread, and may be told by any that it is over.
	 */
	private static final class Collector implements CoreSubscriber<Object>, Subscription {

		private final AtomicReference<@Nullable CoreSubscriber<? super Result>> subscriber;

		private final int maxBytes;

		private final Runnable cut;

		private final Runnable left;

		/** Negative if unknown. */
		private final int declared;

		private boolean otherLengths;

		private byte[] bytes;

		private int length;

		private volatile @Nullable Subscription source;

		Collector(CoreSubscriber<? super Result> subscriber, int declared, int maxBytes, Runnable cut, Runnable left) {
			this.subscriber = new AtomicReference<>(subscriber);
			this.declared = declared;
			this.bytes = new byte[(declared >= 0) ? Math.min(declared, MAX_INITIAL_CAPACITY) : INITIAL_CAPACITY];
			this.maxBytes = maxBytes;
			this.cut = cut;
			this.left = left;
		}

		/** Before anybody else knows of this. */
		void begin() {
			CoreSubscriber<? super Result> target = this.subscriber.get();
			if (target != null) {
				target.onSubscribe(this);
			}
		}

		/** Filters may change bodies. */
		void acceptOtherLengths() {
			this.otherLengths = true;
		}

		@Override
		public Context currentContext() {
			CoreSubscriber<? super Result> target = this.subscriber.get();
			return (target != null) ? target.currentContext() : Context.empty();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.source = subscription;
			if (this.subscriber.get() == null) {
				subscription.cancel();
			}
			else {
				subscription.request(Long.MAX_VALUE);
			}
		}

		@Override
		public void onNext(Object part) {
			if (part instanceof DataBuffer buffer) {
				try {
					int start = reserve(buffer.readableByteCount());
					if (start >= 0) {
						buffer.read(this.bytes, start, this.length - start);
					}
				}
				finally {
					DataBufferUtils.release(buffer);
				}
				return;
			}
			// Reactor Netty releases what is its own.
			ByteBuf buffer = (part instanceof ByteBufHolder holder) ? holder.content() : (ByteBuf) part;
			int start = reserve(buffer.readableBytes());
			if (start >= 0) {
				buffer.readBytes(this.bytes, start, this.length - start);
			}
		}

		/** Returns where a part begins, or -1 if it is not wanted. */
		private int reserve(int count) {
			int start = this.length;
			if (count > this.maxBytes - start) {
				fail(Outcome.TOO_LARGE);
				return -1;
			}
			this.length = start + count;
			if (this.length > this.bytes.length) {
				this.bytes = Arrays.copyOf(this.bytes, Math.max(this.length, 2 * this.bytes.length));
			}
			return start;
		}

		@Override
		public void onError(Throwable error) {
			CoreSubscriber<? super Result> target = this.subscriber.getAndSet(null);
			if (target != null) {
				emit(target, Result.failed(Outcome.BROKEN));
			}
		}

		@Override
		public void onComplete() {
			CoreSubscriber<? super Result> target = this.subscriber.getAndSet(null);
			if (target != null) {
				emit(target, isWhole() ? new Result(Outcome.COMPLETE, whole()) : Result.failed(Outcome.BROKEN));
			}
		}

		/**
		 * Reactor Netty completes a body, too, when what follows is no HTTP. If there is
		 * nothing at all, a filter has taken it.
		 */
		private boolean isWhole() {
			return this.declared < 0 || this.length == this.declared || (this.otherLengths && this.length > 0);
		}

		private byte[] whole() {
			return (this.length == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.length);
		}

		void fail(Outcome reason) {
			CoreSubscriber<? super Result> target = this.subscriber.getAndSet(null);
			if (target != null) {
				cancelSource();
				emit(target, Result.failed(reason));
			}
		}

		private static void emit(CoreSubscriber<? super Result> target, Result result) {
			target.onNext(result);
			target.onComplete();
		}

		private void cancelSource() {
			Subscription current = this.source;
			if (current != null) {
				current.cancel();
			}
		}

		@Override
		public void request(long n) {
			// There is but one result, and whoever asks for it wants it.
			Operators.validate(n);
		}

		@Override
		public void cancel() {
			if (this.subscriber.getAndSet(null) != null) {
				cancelSource();
				this.cut.run();
			}
			else {
				this.left.run();
			}
		}

	}

}
