package io.github.socketiospring.dispatch;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.server.event.EventCall;
import org.jspecify.annotations.Nullable;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;

/**
 * Decides, at start-up, where the arguments of a handler method come from. Subclasses add
 * what only their kind of handler may take.
 */
abstract class HandlerParameters {

	private final BeanMethod method;

	private final HandlerSupport support;

	private final List<ArgumentSource> sources = new ArrayList<>();

	HandlerParameters(BeanMethod method, HandlerSupport support) {
		this.method = method;
		this.support = support;
	}

	/**
	 * Looks at all parameters; must be called before anything else.
	 */
	final List<ArgumentSource> resolve() {
		MethodParameter[] parameters = this.method.getMethodParameters();
		// The last parameter of a suspend function is its continuation.
		int count = this.method.isSuspending() ? parameters.length - 1 : parameters.length;
		for (int i = 0; i < count; i++) {
			this.sources.add(source(parameters[i]));
		}
		return this.sources;
	}

	private ArgumentSource source(MethodParameter parameter) {
		for (HandlerMethodArgumentResolver resolver : this.support.settings().resolvers()) {
			if (resolver.supports(parameter)) {
				return (call) -> resolver.resolve(parameter,
						new HandlerCall(call.socket(), call.event(), call.arguments(), call.ack()));
			}
		}
		ArgumentSource variable = VariableArgument.of(this.method, parameter, this.support.variables(),
				this.support.settings().conversions());
		if (variable != null) {
			return variable;
		}
		ArgumentSource common = common(parameter);
		return (common != null) ? common : specific(parameter);
	}

	private @Nullable ArgumentSource common(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (type == Socket.class) {
			return EventCall::socket;
		}
		if (type == Namespace.class) {
			return (call) -> call.socket().namespace();
		}
		if (type == Handshake.class) {
			return (call) -> call.socket().handshake();
		}
		if (type == SocketIOServer.class) {
			SocketIOServer server = this.support.server();
			return (call) -> server;
		}
		return PrincipalArgument.of(parameter);
	}

	/**
	 * Finds the source of a parameter that is not common to all handlers.
	 * @throws InvalidHandlerException if there is none
	 */
	abstract ArgumentSource specific(MethodParameter parameter);

	final BeanMethod method() {
		return this.method;
	}

	final HandlerSupport support() {
		return this.support;
	}

	/**
	 * Returns what Jackson is to bind a parameter to, type variables resolved.
	 */
	static Type payloadType(MethodParameter parameter) {
		return GenericTypeResolver.resolveType(parameter.getGenericParameterType(), parameter.getContainingClass());
	}

	final InvalidHandlerException unsupported(MethodParameter parameter, String allowed) {
		return new InvalidHandlerException(
				this.method + " has a parameter of type " + parameter.getParameterType().getName()
						+ ", which this kind of handler cannot take",
				"Use only " + allowed + ", or add a HandlerMethodArgumentResolver bean that supports the parameter.");
	}

}
