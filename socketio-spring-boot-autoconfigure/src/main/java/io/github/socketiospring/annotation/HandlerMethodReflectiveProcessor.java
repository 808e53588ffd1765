package io.github.socketiospring.annotation;

import java.lang.reflect.Method;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.ClientError;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.ClientEvent;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOServer;
import org.reactivestreams.Publisher;
import tools.jackson.databind.JsonNode;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.SimpleReflectiveProcessor;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Registers a handler method, and the types its arguments are bound to and its answer is
 * written from, for native images. What is injected, or only wraps a value, is not bound
 * and needs no hints.
 */
class HandlerMethodReflectiveProcessor extends SimpleReflectiveProcessor {

	private static final Set<Class<?>> INJECTED = Set.of(Socket.class, Namespace.class, SocketIOServer.class,
			Handshake.class, Ack.class, Arguments.class, ClientEvent.class, ClientError.class, DisconnectReason.class);

	private static final Set<String> COROUTINES = Set.of("kotlin.coroutines.Continuation",
			"kotlinx.coroutines.flow.Flow", "kotlinx.coroutines.Deferred");

	private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

	@Override
	protected void registerMethodHint(ReflectionHints hints, Method method) {
		hints.registerMethod(method, ExecutableMode.INVOKE);
		registerDefaults(hints, method);
		for (int index = -1; index < method.getParameterCount(); index++) {
			MethodParameter parameter = new MethodParameter(method, index);
			if (!parameter.hasParameterAnnotation(NamespaceVariable.class)) {
				registerBindingHints(hints, ResolvableType.forMethodParameter(parameter));
			}
		}
	}

	/** Kotlin's default values are in a method beside the handler. */
	private static void registerDefaults(ReflectionHints hints, Method method) {
		for (Method candidate : method.getDeclaringClass().getDeclaredMethods()) {
			if (candidate.isSynthetic() && candidate.getName().equals(method.getName() + "$default")) {
				hints.registerMethod(candidate, ExecutableMode.INVOKE);
			}
		}
	}

	private void registerBindingHints(ReflectionHints hints, ResolvableType type) {
		Class<?> rawType = type.resolve(Object.class);
		if (isWrapper(rawType)) {
			registerBindingHints(hints, type.getGeneric());
		}
		else if (needsHints(rawType)) {
			this.bindings.registerReflectionHints(hints, type.getType());
		}
	}

	private static boolean isWrapper(Class<?> type) {
		return type == Optional.class || Publisher.class.isAssignableFrom(type)
				|| CompletionStage.class.isAssignableFrom(type) || COROUTINES.contains(type.getName());
	}

	private static boolean needsHints(Class<?> type) {
		Class<?> element = type.isArray() ? type.getComponentType() : type;
		return !INJECTED.contains(element) && !Principal.class.isAssignableFrom(element)
				&& !Throwable.class.isAssignableFrom(element) && !JsonNode.class.isAssignableFrom(element)
				&& element != Void.class && element != Object.class && !ClassUtils.isPrimitiveOrWrapper(element)
				&& element != String.class;
	}

}
