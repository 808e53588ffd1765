package io.github.socketiospring.dispatch;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.github.socketiospring.Ack;
import io.github.socketiospring.EmitResult;
import io.github.socketiospring.codec.json.DeclaredType;
import io.github.socketiospring.codec.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.scheduling.annotation.Async;

/**
 * What a handler method's return value does to the client's ack, chosen at start-up.
 */
final class ReturnValue {

	private final @Nullable ReactiveAdapter adapter;

	private final ResolvableType valueType;

	private final boolean reactive;

	private final boolean nothing;

	private final boolean spread;

	private final boolean nullIsValue;

	private final boolean answersEmpty;

	private final @Nullable DeclaredType declared;

	/**
	 * Reads the method's return type.
	 * @param method the method
	 * @param codec writes the answers
	 * @param answersEmpty whether an ack is due, without arguments, when the method is
	 * done and has no value
	 * @throws InvalidHandlerException if it has many values, or says nothing of when the
	 * method is done
	 */
	ReturnValue(BeanMethod method, JsonCodec codec, boolean answersEmpty) {
		ResolvableType type = ResolvableType.forMethodParameter(method.getReturnType());
		this.adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type.resolve(Object.class));
		if (this.adapter != null && this.adapter.isMultiValue()) {
			throw new InvalidHandlerException(
					method + " returns " + type + ", and an event has exactly one acknowledgement",
					"Return Mono<List<T>> (flux.collectList()), or emit each value with Socket.emit.");
		}
		checkAsynchronous(method, type);
		this.reactive = this.adapter != null || method.isSuspending();
		this.valueType = valueType(type, this.adapter);
		Class<?> valueType = this.valueType.resolve(Object.class);
		this.nothing = isNothing(valueType);
		this.spread = valueType == Object[].class;
		this.nullIsValue = (this.adapter != null) ? CompletionStage.class == this.adapter.getReactiveType()
				: method.isSuspending();
		this.answersEmpty = answersEmpty;
		this.declared = codec
			.declared(withoutVariables((valueType == Optional.class) ? this.valueType.getGeneric() : this.valueType));
	}

	/**
	 * What an emit tells is for the handler, which may end with one: a Kotlin function
	 * with an expression for its body returns it unasked.
	 */
	private static boolean isNothing(Class<?> type) {
		return type == void.class || type == Void.class || type == EmitResult.class
				|| "kotlin.Unit".equals(type.getName());
	}

	/**
	 * The next event must wait until this one is handled, and the ack too.
	 */
	private static void checkAsynchronous(BeanMethod method, ResolvableType type) {
		boolean async = method.hasMethodAnnotation(Async.class) || method.bean().annotation(Async.class) != null;
		boolean future = Future.class.isAssignableFrom(type.resolve(Object.class));
		if ((async || future) && !CompletionStage.class.isAssignableFrom(type.resolve(Object.class))) {
			throw new InvalidHandlerException(
					method + (async ? " is @Async and returns " : " returns ") + type
							+ ", which does not tell when it is done",
					"Return CompletableFuture"
							+ (async ? ", or remove @Async: plain handlers do not hold up an event loop." : "."));
		}
	}

	private static ResolvableType valueType(ResolvableType type, @Nullable ReactiveAdapter adapter) {
		if (adapter == null) {
			return type;
		}
		return adapter.isNoValue() ? ResolvableType.forClass(Void.class)
				: type.as(adapter.getReactiveType()).getGeneric();
	}

	/**
	 * Returns the declared type of the value, behind what it is wrapped in while it is
	 * not there yet.
	 */
	Type valueType() {
		return withoutVariables(this.valueType);
	}

	/** The type itself may be a variable of the wrapper's class. */
	private static Type withoutVariables(ResolvableType type) {
		Class<?> rawType = type.resolve(Object.class);
		if (!type.hasGenerics()) {
			return rawType;
		}
		Stream<ResolvableType> generics = Arrays.stream(type.getGenerics())
			.map((generic) -> ResolvableType.forType(withoutVariables(generic)));
		return ResolvableType.forClassWithGenerics(rawType, generics.toArray(ResolvableType[]::new)).getType();
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
			Object content = (value instanceof Optional<?> optional) ? optional.orElse(null) : value;
			ack.send((this.declared != null) ? this.declared.of(content) : content);
		}
	}

}
