package io.github.socketiospring.transport.webflux;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.test.publisher.TestPublisher;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ends that reading a {@link RequestBody} may come to, at any moment.
 */
class RequestBodyEndTests {

	private final TestPublisher<DataBuffer> parts = TestPublisher.create();

	private final RequestBody body = body(this.parts.flux());

	private final List<Object> seen = new ArrayList<>();

	private static RequestBody body(Flux<DataBuffer> parts) {
		return new RequestBody(new ServerHttpRequestDecorator(MockServerHttpRequest.post("/").build()) {

			@Override
			public Flux<DataBuffer> getBody() {
				return parts;
			}

		}, 10);
	}

	private static DataBuffer part(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes());
	}

	private BaseSubscriber<RequestBody.Result> read(RequestBody read, Runnable onSubscribe) {
		BaseSubscriber<RequestBody.Result> subscriber = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				RequestBodyEndTests.this.seen.add("subscribed");
				subscription.request(Long.MAX_VALUE);
				onSubscribe.run();
			}

			@Override
			protected void hookOnNext(RequestBody.Result result) {
				RequestBodyEndTests.this.seen.add((result.outcome() == RequestBody.Outcome.COMPLETE)
						? new String(result.bytes()) : result.outcome());
			}

			@Override
			protected void hookFinally(SignalType type) {
				RequestBodyEndTests.this.seen.add(type);
			}

		};
		read.read(() -> this.seen.add("cut"), () -> this.seen.add("left")).subscribe(subscriber);
		return subscriber;
	}

	private void read() {
		read(this.body, () -> {
		});
	}

	@Test
	void allParts() {
		read();
		this.parts.next(part("12345"), part(""), part("67890")).complete();
		assertThat(this.seen).containsExactly("subscribed", "1234567890", SignalType.ON_COMPLETE);
	}

	@Test
	void moreThanTheLimit() {
		read();
		this.parts.next(part("12345"), part("678901"));
		this.parts.assertCancelled();
		assertThat(this.seen).containsExactly("subscribed", RequestBody.Outcome.TOO_LARGE, SignalType.ON_COMPLETE);
	}

	@Test
	void anErrorBetween() {
		read();
		this.parts.next(part("12345")).error(new IllegalStateException("gone"));
		assertThat(this.seen).containsExactly("subscribed", RequestBody.Outcome.BROKEN, SignalType.ON_COMPLETE);
	}

	@Test
	void abortedBetween() {
		read();
		this.parts.next(part("12345"));
		this.body.abort();
		this.body.abort();
		this.parts.assertCancelled();
		assertThat(this.seen).containsExactly("subscribed", RequestBody.Outcome.BROKEN, SignalType.ON_COMPLETE);
	}

	@Test
	void abortedBefore() {
		this.body.abort();
		read();
		assertThat(this.seen).containsExactly("subscribed", RequestBody.Outcome.BROKEN, SignalType.ON_COMPLETE);
		this.parts.assertWasNotSubscribed();
	}

	@Test
	void abortedAtTheBeginning() {
		read(this.body, this.body::abort);
		assertThat(this.seen).containsExactly("subscribed", RequestBody.Outcome.BROKEN, SignalType.ON_COMPLETE);
		this.parts.assertWasNotSubscribed();
	}

	@Test
	void abortedAfterTheEnd() {
		read();
		this.parts.next(part("12345")).complete();
		this.body.abort();
		assertThat(this.seen).containsExactly("subscribed", "12345", SignalType.ON_COMPLETE);
	}

	@Test
	void cancelledBetween() {
		BaseSubscriber<RequestBody.Result> subscriber = read(this.body, () -> {
		});
		this.parts.next(part("12345"));
		subscriber.cancel();
		this.parts.assertCancelled();
		this.body.abort();
		assertThat(this.seen).containsExactly("subscribed", "cut", SignalType.CANCEL);
	}

	@Test
	void cancelledAfterTheEnd() {
		Disposable answer = this.body.read(() -> this.seen.add("cut"), () -> this.seen.add("left"))
			.flatMap((result) -> Mono.never())
			.subscribe();
		this.parts.next(part("12345")).complete();
		assertThat(this.seen).isEmpty();
		answer.dispose();
		assertThat(this.seen).containsExactly("left");
	}

	@Test
	void aFailureAfterTheEnd() {
		Mono<Void> failing = this.body.read(() -> this.seen.add("cut"), () -> this.seen.add("left"))
			.flatMap((result) -> {
				throw new IllegalStateException("a fault of ours");
			});
		failing.subscribe(null, (ex) -> this.seen.add(ex.getMessage()));
		this.parts.next(part("12345")).complete();
		assertThat(this.seen).containsExactly("left", "a fault of ours");
	}

	@Test
	void aFilterThatHasTakenTheBody() {
		RequestBody taken = new RequestBody(
				new ServerHttpRequestDecorator(MockServerHttpRequest.post("/").contentLength(5).build()) {

					@Override
					public Flux<DataBuffer> getBody() {
						return Flux.empty();
					}

				}, 10);
		read(taken, () -> {
		});
		assertThat(this.seen).containsExactly("subscribed", RequestBody.Outcome.BROKEN, SignalType.ON_COMPLETE);
	}

	@Test
	void whatAFilterLetsFallIsReleased() {
		NettyDataBufferFactory factory = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);
		NettyDataBuffer dropped = factory.allocateBuffer(5);
		dropped.write(new byte[5]);
		read(body(Flux.<DataBuffer>just(dropped).filter((buffer) -> false)), () -> {
		});
		assertThat(this.seen).containsExactly("subscribed", "", SignalType.ON_COMPLETE);
		assertThat(dropped.getNativeBuffer().refCnt()).isZero();
	}

	@Test
	void aFilterThatFails() {
		ServerHttpRequest failing = new ServerHttpRequestDecorator(MockServerHttpRequest.post("/").build()) {

			@Override
			public Flux<DataBuffer> getBody() {
				throw new IllegalStateException("no body");
			}

		};
		read(new RequestBody(failing, 10), () -> {
		});
		assertThat(this.seen).containsExactly("subscribed", RequestBody.Outcome.BROKEN, SignalType.ON_COMPLETE);
	}

}
