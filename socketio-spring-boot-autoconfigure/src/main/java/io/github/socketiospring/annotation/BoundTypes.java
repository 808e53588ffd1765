package io.github.socketiospring.annotation;

import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.ClientError;
import io.github.socketiospring.ClientEvent;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import org.reactivestreams.Publisher;
import tools.jackson.databind.JsonNode;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Registers the types of arguments and answers for native images. What is injected, or
 * only wraps a value, is not bound and needs no hints.
 */
final class BoundTypes {

	private static final Set<Class<?>> INJECTED = Set.of(Socket.class, Namespace.class, SocketIOServer.class,
			Handshake.class, Ack.class, Arguments.class, ClientEvent.class, ClientError.class, DisconnectReason.class);

	private static final Set<String> COROUTINES = Set.of("kotlin.coroutines.Continuation",
			"kotlinx.coroutines.flow.Flow", "kotlinx.coroutines.Deferred");

	private static final BindingReflectionHintsRegistrar BINDINGS = new BindingReflectionHintsRegistrar();

	private BoundTypes() {
	}

	/**
	 * Goes into generics and arrays itself: what their variables stand for is known here
	 * only.
	 */
	static void register(ReflectionHints hints, ResolvableType type) {
		Class<?> rawType = type.resolve(Object.class);
		if (!isWrapper(rawType) && isBound(rawType)) {
			BINDINGS.registerReflectionHints(hints, rawType);
		}
		if (type.isArray()) {
			register(hints, type.getComponentType());
		}
		for (ResolvableType generic : type.getGenerics()) {
			register(hints, generic);
		}
	}

	private static boolean isWrapper(Class<?> type) {
		return type == Optional.class || Publisher.class.isAssignableFrom(type)
				|| CompletionStage.class.isAssignableFrom(type) || COROUTINES.contains(type.getName());
	}

	private static boolean isBound(Class<?> type) {
		Class<?> element = type.isArray() ? type.getComponentType() : type;
		return !INJECTED.contains(element) && !Principal.class.isAssignableFrom(element)
				&& !Throwable.class.isAssignableFrom(element) && !JsonNode.class.isAssignableFrom(element)
				&& element != Void.class && element != Object.class && !ClassUtils.isPrimitiveOrWrapper(element)
				&& element != String.class;
	}

}
