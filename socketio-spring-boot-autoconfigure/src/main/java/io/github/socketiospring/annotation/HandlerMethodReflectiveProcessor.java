package io.github.socketiospring.annotation;

import java.lang.reflect.Method;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.SimpleReflectiveProcessor;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Registers a handler method, and the types its arguments are bound to and its answer is
 * written from, for native images.
 */
class HandlerMethodReflectiveProcessor extends SimpleReflectiveProcessor {

	@Override
	protected void registerMethodHint(ReflectionHints hints, Method method) {
		hints.registerMethod(method, ExecutableMode.INVOKE);
		registerDefaults(hints, method);
		for (int index = -1; index < method.getParameterCount(); index++) {
			MethodParameter parameter = new MethodParameter(method, index);
			if (!parameter.hasParameterAnnotation(NamespaceVariable.class)) {
				BoundTypes.register(hints, ResolvableType.forMethodParameter(parameter));
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

}
