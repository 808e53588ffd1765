package io.github.socketiospring.dispatch;

import io.github.socketiospring.ClientError;

import org.springframework.core.MethodParameter;

/**
 * The parameters of an {@code @OnClientError} method.
 */
final class ClientErrorParameters extends HandlerParameters {

	ClientErrorParameters(BeanMethod method, HandlerSupport support) {
		super(method, support);
	}

	@Override
	ArgumentSource specific(MethodParameter parameter) {
		if (parameter.getParameterType() == ClientError.class) {
			return ArgumentSource.bound(0);
		}
		throw unsupported(parameter, "Socket, Namespace, SocketIOServer, Handshake, Principal and ClientError");
	}

}
