package io.github.socketiospring.dispatch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.Ack;
import io.github.socketiospring.annotation.OnEventException;
import io.github.socketiospring.server.event.EventCall;

import org.springframework.core.MethodParameter;

/**
 * The parameters of an {@code @OnEventException} method, and what it handles.
 */
final class ExceptionParameters extends HandlerParameters {

	private final List<Class<? extends Throwable>> declared;

	private final List<Class<? extends Throwable>> parameters = new ArrayList<>();

	ExceptionParameters(BeanMethod method, HandlerSupport support, OnEventException annotation) {
		super(method, support);
		this.declared = Arrays.asList(annotation.value());
	}

	@Override
	ArgumentSource specific(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (Throwable.class.isAssignableFrom(type)) {
			return exception(type.asSubclass(Throwable.class));
		}
		if (type == Ack.class) {
			return EventCall::ack;
		}
		if (type == String.class) {
			return EventCall::event;
		}
		throw unsupported(parameter, "the exception, Socket, Namespace, SocketIOServer, Handshake, Principal, Ack and "
				+ "String (the event's name)");
	}

	private ArgumentSource exception(Class<? extends Throwable> type) {
		for (Class<? extends Throwable> handled : this.declared) {
			if (!type.isAssignableFrom(handled)) {
				throw new InvalidHandlerException(
						method() + " handles " + handled.getName() + ", which is not a " + type.getName(),
						"Declare the parameter as " + handled.getName() + " or a superclass of it.");
			}
		}
		this.parameters.add(type);
		return ArgumentSource.bound(0);
	}

	/**
	 * Returns the exceptions the method handles.
	 */
	List<Class<? extends Throwable>> handled() {
		if (!this.declared.isEmpty()) {
			return this.declared;
		}
		if (this.parameters.size() != 1) {
			throw new InvalidHandlerException(method() + " does not say which exceptions it handles",
					"Name them in @OnEventException, or declare one exception as a parameter.");
		}
		return this.parameters;
	}

}
