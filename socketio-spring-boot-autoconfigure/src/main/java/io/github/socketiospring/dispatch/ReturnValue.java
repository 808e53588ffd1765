package io.github.socketiospring.dispatch;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.github.socketiospring.Ack;
import io.github.socketiospring.EmitResult;
import io.github.socketiospring.codec.json.DeclaredType;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.dispatch.EventDescription.Acknowledgement;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.Nullness;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.scheduling.annotation.Async;

/**
 * What a handler method's return value does to the client's ack, chosen at start-up.
 */
final class ReturnValue {

	private static final String FLOW = "kotlinx.coroutines.flow.Flow";

	private static final String DEFERRED = "kotlinx.coroutines.Deferred";

	private final @Nullable ReactiveAdapter adapter;

	private final ResolvableType valueType;

	private final boolean reactive;

	private final boolean many;

	private final boolean nothing;

	private final boolean spread;

	private final boolean nullIsValue;

	private final boolean answersEmpty;

	private final boolean nullable;

	private final @Nullable DeclaredType declared;

	/**
	 * Reads the method's return type.
	 * @param method the method
	 * @param codec writes the answers
	 * @param answersEmpty whether an ack is due, without arguments, when the method is
	 * done and has no value
	 * @throws InvalidHandlerException if it says nothing of when the method is done
	 */
	ReturnValue(BeanMethod method, JsonCodec codec, boolean answersEmpty) {
		ResolvableType type = ResolvableType.forMethodParameter(method.getReturnType());
		this.adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type.resolve(Object.class));
		checkAsynchronous(method, type);
		this.many = this.adapter != null && this.adapter.isMultiValue();
		this.reactive = this.adapter != null || method.isSuspending();
		this.valueType = valueType(type, this.adapter);
		Class<?> valueType = this.valueType.resolve(Object.class);
		this.nothing = isNothing(valueType);
		this.spread = valueType == Object[].class;
		this.nullIsValue = (this.adapter != null) ? CompletionStage.class == this.adapter.getReactiveType()
				: method.isSuspending();
		this.answersEmpty = answersEmpty;
		this.nullable = this.adapter == null && Nullness.forMethodReturnType(method.getMethod()) == Nullness.NULLABLE;
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
	private void checkAsynchronous(BeanMethod method, ResolvableType type) {
		Class<?> rawType = type.resolve(Object.class);
		boolean deferred = DEFERRED.equals(rawType.getName());
		if (this.adapter == null && (deferred || FLOW.equals(rawType.getName()))) {
			throw new InvalidHandlerException(
					method + " returns " + type + ", and there is no support for that on the class path",
					"Add org.jetbrains.kotlinx:kotlinx-coroutines-reactor.");
		}
		if (method.isSuspending() && (deferred || Future.class.isAssignableFrom(rawType))) {
			throw new InvalidHandlerException(
					method + " is a suspend function and returns " + type + ", which does not tell when it is done",
					"Await it, and return what it is for.");
		}
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

	/** Many values are one answer, as they are one response body in WebFlux: a list. */
	private static ResolvableType valueType(ResolvableType type, @Nullable ReactiveAdapter adapter) {
		if (adapter == null) {
			return type;
		}
		if (adapter.isNoValue()) {
			return ResolvableType.forClass(Void.class);
		}
		ResolvableType value = type.as(adapter.getReactiveType()).getGeneric();
		return (adapter.isMultiValue() && !isNothing(value.resolve(Object.class)))
				? ResolvableType.forClassWithGenerics(List.class, value) : value;
	}

	/**
	 * Returns what is behind a type that stands for a value which comes later, or for
	 * several.
	 */
	static Type valueType(ResolvableType type) {
		return withoutVariables(
				valueType(type, ReactiveAdapterRegistry.getSharedInstance().getAdapter(type.resolve(Object.class))));
	}

	/**
	 * Tells what the client's acknowledgement has, if nothing but the value answers it.
	 */
	Acknowledgement acknowledgement() {
		if (this.nothing) {
			return this.answersEmpty ? Acknowledgement.EMPTY : Acknowledgement.NONE;
		}
		return this.spread ? Acknowledgement.ANY : Acknowledgement.VALUE;
	}

	/**
	 * Describes the value.
	 */
	EventDescription.Value describe() {
		return new EventDescription.Value("", valueType(), false, this.nullable);
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
		Publisher<?> publisher = toPublisher(value);
		Mono<?> mono = this.many ? all(publisher, ack) : toMono(publisher);
		return ack.isRequested() ? mono.doOnSuccess((result) -> complete(result, ack)) : mono;
	}

	private Publisher<?> toPublisher(Object value) {
		if (value instanceof Publisher<?> publisher) {
			return publisher;
		}
		if (this.adapter == null) {
			throw new IllegalStateException("not a reactive type: " + value.getClass().getName());
		}
		return this.adapter.toPublisher(value);
	}

	private static Mono<?> toMono(Publisher<?> publisher) {
		return (publisher instanceof Mono<?> mono) ? mono : Mono.from(publisher);
	}

	/** Values that nobody waits for are not kept. */
	private Mono<?> all(Publisher<?> values, Ack ack) {
		Flux<?> flux = Flux.from(values);
		return (ack.isRequested() && !this.nothing) ? flux.collectList() : flux.then();
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
