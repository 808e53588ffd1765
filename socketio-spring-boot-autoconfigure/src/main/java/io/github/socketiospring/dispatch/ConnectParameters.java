package io.github.socketiospring.dispatch;

import java.lang.reflect.Type;
import java.util.List;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * The parameters of an {@code @OnConnect} method: one of them may be bound to the
 * client's {@code auth}.
 */
final class ConnectParameters extends HandlerParameters {

	private @Nullable Type auth;

	ConnectParameters(BeanMethod method, HandlerSupport support) {
		super(method, support);
	}

	@Override
	ArgumentSource specific(MethodParameter parameter) {
		if (parameter.getParameterType() == Ack.class || parameter.getParameterType() == Arguments.class) {
			throw unsupported(parameter,
					"Socket, Namespace, SocketIOServer, Handshake, Principal and one type that the "
							+ "client's auth is bound to");
		}
		if (isRest(parameter)) {
			throw new InvalidHandlerException(
					method() + " has a parameter of type " + parameter.getParameterType().getSimpleName()
							+ ", which takes the rest of several arguments, and the client's auth is one value",
					"Declare a record or class, a List or a JsonNode.");
		}
		Type type = payloadType(parameter);
		if (this.auth != null) {
			throw new InvalidHandlerException(
					method() + " has more than one parameter for the client's auth: " + this.auth.getTypeName()
							+ " and " + type.getTypeName(),
					"Declare a single record or class with everything the client sends as auth.");
		}
		support().payloads().check(method(), boundClass(parameter), type);
		this.auth = type;
		return required(parameter, ArgumentSource.bound(0));
	}

	LifecycleHandlerMethod.Payload payload() {
		return new AuthBinding(support().settings().codec(),
				support().settings().codec().binding((this.auth != null) ? List.of(this.auth) : List.of()));
	}

}
