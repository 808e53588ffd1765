package io.github.socketiospring.dispatch;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.server.event.EventCall;
import org.jspecify.annotations.Nullable;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.util.ClassUtils;

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
		for (MethodParameter parameter : injectable()) {
			this.sources.add(source(parameter));
		}
		return this.sources;
	}

	/**
	 * Returns the parameters that get an argument from us; the last one of a suspend
	 * function is its continuation.
	 */
	final List<MethodParameter> injectable() {
		List<MethodParameter> parameters = List.of(this.method.getMethodParameters());
		return this.method.isSuspending() ? parameters.subList(0, parameters.size() - 1) : parameters;
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
			Supplier<SocketIOServer> server = this.support.server();
			return (call) -> server.get();
		}
		if (this.support.settings().handshakes().want(type)) {
			HandshakeValues values = this.support.settings().handshakes();
			return (call) -> values.get(call.socket(), type);
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
	final Type payloadType(MethodParameter parameter) {
		Class<?> type = boundClass(parameter);
		return (type != parameter.getParameterType()) ? type
				: GenericTypeResolver.resolveType(parameter.getGenericParameterType(), parameter.getContainingClass());
	}

	/**
	 * Returns the class of a parameter that is bound: a wrapper where Kotlin has a
	 * default for what is missing.
	 */
	final Class<?> boundClass(MethodParameter parameter) {
		KotlinFunction kotlin = this.method.kotlin();
		Class<?> type = parameter.getParameterType();
		return (kotlin != null && kotlin.hasDefault(parameter.getParameterIndex()))
				? ClassUtils.resolvePrimitiveIfNecessary(type) : type;
	}

	/**
	 * Adds the check that a value is there where the parameter's type in Kotlin asks for
	 * one.
	 */
	final ArgumentSource required(MethodParameter parameter, ArgumentSource source) {
		KotlinFunction kotlin = this.method.kotlin();
		int index = parameter.getParameterIndex();
		return (kotlin != null && kotlin.isRequired(index))
				? new RequiredArgument(source, kotlin.parameterName(index), parameter.getParameterType()) : source;
	}

	/**
	 * Tells whether a parameter takes the rest of the arguments.
	 */
	final boolean isRest(MethodParameter parameter) {
		KotlinFunction kotlin = this.method.kotlin();
		return RestArgument.isRest(parameter) || (kotlin != null && kotlin.isVararg(parameter.getParameterIndex()));
	}

	final InvalidHandlerException unsupported(MethodParameter parameter, String allowed) {
		return new InvalidHandlerException(
				this.method + " has a parameter of type " + parameter.getParameterType().getName()
						+ ", which this kind of handler cannot take",
				"Use only " + allowed + ", or add a HandlerMethodArgumentResolver bean that supports the parameter.");
	}

}
