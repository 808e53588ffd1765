package io.github.socketiospring.annotation;

import java.lang.reflect.Method;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.SimpleReflectiveProcessor;
import org.springframework.core.MethodParameter;

/**
 * Registers a handler method, and the types its arguments are bound to, for native
 * images.
 */
class HandlerMethodReflectiveProcessor extends SimpleReflectiveProcessor {

	private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

	@Override
	protected void registerMethodHint(ReflectionHints hints, Method method) {
		hints.registerMethod(method, ExecutableMode.INVOKE);
		for (int index = 0; index < method.getParameterCount(); index++) {
			this.bindings.registerReflectionHints(hints, new MethodParameter(method, index).getGenericParameterType());
		}
		this.bindings.registerReflectionHints(hints, new MethodParameter(method, -1).getGenericParameterType());
	}

}
