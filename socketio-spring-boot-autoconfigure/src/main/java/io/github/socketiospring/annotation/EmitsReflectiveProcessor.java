package io.github.socketiospring.annotation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * Registers the interfaces of declared events, and the types of the events' arguments and
 * acknowledgements, for native images.
 */
class EmitsReflectiveProcessor implements ReflectiveProcessor {

	@Override
	public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
		for (Class<?> events : MergedAnnotations.from(element).get(Emits.class).getClassArray("value")) {
			hints.registerType(events);
			for (Method event : events.getMethods()) {
				if (Modifier.isAbstract(event.getModifiers())) {
					registerTypes(hints, events, event);
				}
			}
		}
	}

	/** An inherited method may have types that only the interface itself tells. */
	private static void registerTypes(ReflectionHints hints, Class<?> events, Method event) {
		for (int index = -1; index < event.getParameterCount(); index++) {
			BoundTypes.register(hints, ResolvableType.forMethodParameter(new MethodParameter(event, index),
					ResolvableType.forClass(events)));
		}
	}

}
