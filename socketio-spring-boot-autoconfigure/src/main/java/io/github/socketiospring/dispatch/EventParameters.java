package io.github.socketiospring.dispatch;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.ClientEvent;
import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.dispatch.EventDescription.Acknowledgement;
import io.github.socketiospring.dispatch.EventDescription.Value;
import io.github.socketiospring.server.event.EventCall;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * The parameters of an {@code @OnEvent} method. What is not injected is bound to the
 * event's arguments, in order: as they are read, or later if the method also wants all of
 * them, or the rest, as they came.
 */
final class EventParameters extends HandlerParameters {

	private final boolean anyEvent;

	private final boolean late;

	private final List<Type> payload = new ArrayList<>();

	private final List<MethodParameter> bound = new ArrayList<>();

	private boolean named;

	private boolean ack;

	private @Nullable MethodParameter rest;

	EventParameters(BeanMethod method, HandlerSupport support, boolean anyEvent) {
		super(method, support);
		this.anyEvent = anyEvent;
		this.late = wantsAll();
	}

	private boolean wantsAll() {
		for (MethodParameter parameter : injectable()) {
			Class<?> type = parameter.getParameterType();
			if (type == Arguments.class || type == ClientEvent.class || isRest(parameter)) {
				return true;
			}
		}
		return false;
	}

	@Override
	ArgumentSource specific(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (type == Ack.class) {
			if (this.ack) {
				throw new InvalidHandlerException(method() + " has more than one Ack parameter",
						"Remove all but one: an event has exactly one acknowledgement.");
			}
			this.ack = true;
			return EventCall::ack;
		}
		if (type == Arguments.class) {
			return LateArgument::all;
		}
		if (type == ClientEvent.class) {
			return EventCall::whole;
		}
		if (this.anyEvent && !this.named && type == String.class) {
			this.named = true;
			return EventCall::event;
		}
		if (this.rest != null) {
			throw new InvalidHandlerException(
					method() + " has a parameter of type " + parameter.getParameterType().getSimpleName()
							+ " for an argument behind the " + this.rest.getParameterType().getSimpleName()
							+ ", which takes all arguments that are left",
					"Let the array come after the parameters for single arguments; for an argument that is an array "
							+ "itself, declare a List or a JsonNode.");
		}
		return isRest(parameter) ? rest(parameter) : payload(parameter);
	}

	private ArgumentSource rest(MethodParameter parameter) {
		this.rest = parameter;
		Class<?> elementType = parameter.getParameterType().getComponentType();
		if (elementType == byte.class) {
			throw new InvalidHandlerException(method() + " has a parameter of type byte..., one byte per argument",
					"Declare byte[] for binary data, which is one argument.");
		}
		Type type = RestArgument.elementType(payloadType(parameter));
		support().payloads().check(method(), elementType, type);
		return new RestArgument(this.payload.size(), elementType, type);
	}

	private ArgumentSource payload(MethodParameter parameter) {
		Type type = payloadType(parameter);
		Class<?> rawType = boundClass(parameter);
		support().payloads().check(method(), rawType, type);
		int index = this.payload.size();
		this.payload.add(type);
		this.bound.add(parameter);
		ArgumentSource source = this.late ? new LateArgument(index, rawType, type) : ArgumentSource.bound(index);
		return required(parameter, source);
	}

	boolean hasAck() {
		return this.ack;
	}

	/**
	 * Describes the event, once all parameters were seen.
	 */
	EventDescription describe(String event, ReturnValue returnValue) {
		List<Value> arguments = new ArrayList<>();
		for (int i = 0; i < this.bound.size(); i++) {
			arguments.add(DescribedValues.received(this.bound.get(i), this.payload.get(i)));
		}
		Acknowledgement acknowledgement = this.ack ? Acknowledgement.ANY : returnValue.acknowledgement();
		return new EventDescription(event, arguments, describeRest(), acknowledgement,
				(acknowledgement == Acknowledgement.VALUE) ? returnValue.describe() : null);
	}

	private @Nullable Value describeRest() {
		if (this.rest != null) {
			return DescribedValues.rest(this.rest, payloadType(this.rest));
		}
		return this.late ? new Value("arguments", Object.class, true, true) : null;
	}

	/**
	 * Returns the binding for the parameters seen, {@code null} if they are bound later.
	 */
	@Nullable ArgumentBinding binding() {
		return this.late ? null : support().settings().codec().binding(this.payload);
	}

}
