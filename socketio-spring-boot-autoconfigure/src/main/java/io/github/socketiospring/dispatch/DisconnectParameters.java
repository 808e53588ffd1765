package io.github.socketiospring.dispatch;

import io.github.socketiospring.DisconnectReason;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * The parameters of an {@code @OnDisconnecting} or {@code @OnDisconnect} method.
 */
final class DisconnectParameters extends HandlerParameters {

	DisconnectParameters(BeanMethod method, HandlerSupport support) {
		super(method, support);
	}

	@Override
	ArgumentSource specific(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (type == DisconnectReason.class) {
			return ArgumentSource.bound(0);
		}
		if (type == String.class) {
			return ArgumentSource.bound(1);
		}
		throw unsupported(parameter, "Socket, Namespace, SocketIOServer, Handshake, Principal, DisconnectReason and "
				+ "String (details of the reason)");
	}

	static LifecycleHandlerMethod.Payload payload() {
		return (socket, reason, description) -> new @Nullable Object[] { reason, description };
	}

}
