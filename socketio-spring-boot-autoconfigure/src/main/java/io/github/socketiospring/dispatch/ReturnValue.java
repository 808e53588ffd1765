package io.github.socketiospring.dispatch;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.github.socketiospring.Ack;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/**
 * What a handler method's return value does to the client's ack, chosen at start-up.
 */
final class ReturnValue {

	private final @Nullable ReactiveAdapter adapter;

	private final boolean reactive;

	private final boolean nothing;

	private final boolean spread;

	private final boolean nullIsValue;

	private final boolean answersEmpty;

	/**
	 * Reads the method's return type.
	 * @param method the method
	 * @param answersEmpty whether an ack is due, without arguments, when the method is
	 * done and has no value
	 * @throws InvalidHandlerException if it has many values
	 */
	ReturnValue(BeanMethod method, boolean answersEmpty) {
		ResolvableType type = ResolvableType.forMethodParameter(method.getReturnType());
		this.adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type.resolve(Object.class));
		if (this.adapter != null && this.adapter.isMultiValue()) {
			throw new InvalidHandlerException(
					method + " returns " + type + ", and an event has exactly one acknowledgement",
					"Return Mono<List<T>> (flux.collectList()), or emit each value with Socket.emit.");
		}
		this.reactive = this.adapter != null || method.isSuspending();
		Class<?> valueType = valueType(type, this.adapter);
		this.nothing = valueType == void.class || valueType == Void.class || "kotlin.Unit".equals(valueType.getName());
		this.spread = valueType == Object[].class;
		this.nullIsValue = (this.adapter != null) ? CompletionStage.class == this.adapter.getReactiveType()
				: method.isSuspending();
		this.answersEmpty = answersEmpty;
	}

	private static Class<?> valueType(ResolvableType type, @Nullable ReactiveAdapter adapter) {
		if (adapter == null) {
			return type.resolve(Object.class);
		}
		return adapter.isNoValue() ? Void.class : type.as(adapter.getReactiveType()).getGeneric().resolve(Object.class);
	}

	/**
	 * Tells whether the method returns before it is done.
	 */
	boolean isReactive() {
		return this.reactive;
	}

	/**
	 * Answers the client, now or when the value is there.
	 * @param value what the method has returned
	 * @param ack where the answer goes
	 * @return completes when the method is done; {@code null} if it is
	 */
	@Nullable Mono<?> handle(@Nullable Object value, Ack ack) {
		if (!this.reactive) {
			if (ack.isRequested()) {
				if (this.nothing) {
					empty(ack);
				}
				else {
					send(value, ack);
				}
			}
			return null;
		}
		if (value == null) {
			empty(ack);
			return null;
		}
		Mono<?> mono = toMono(value);
		return ack.isRequested() ? mono.doOnSuccess((result) -> complete(result, ack)) : mono;
	}

	private Mono<?> toMono(Object value) {
		if (value instanceof Mono<?> mono) {
			return mono;
		}
		if (value instanceof Publisher<?> publisher) {
			return Mono.from(publisher);
		}
		if (this.adapter == null) {
			throw new IllegalStateException("not a reactive type: " + value.getClass().getName());
		}
		return Mono.from(this.adapter.toPublisher(value));
	}

	private void complete(@Nullable Object result, Ack ack) {
		if (result == null && (this.nothing || !this.nullIsValue)) {
			empty(ack);
		}
		else {
			send(result, ack);
		}
	}

	private void empty(Ack ack) {
		if (this.answersEmpty) {
			ack.send();
		}
	}

	private void send(@Nullable Object value, Ack ack) {
		if (this.spread && value instanceof Object[] values) {
			ack.send(values);
		}
		else {
			ack.send((value instanceof Optional<?> optional) ? optional.orElse(null) : value);
		}
	}

}
