package io.github.socketiospring.dispatch;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.annotation.OnClientError;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnDisconnecting;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnEventException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;

/**
 * Finds handler methods where nobody would ever call them. Only an application's own
 * components are looked at, since others have no reason to have any.
 */
final class StrayHandlers {

	private static final List<Class<? extends Annotation>> ANNOTATIONS = List.of(OnEvent.class, OnConnect.class,
			OnDisconnecting.class, OnDisconnect.class, OnClientError.class, OnEventException.class);

	private StrayHandlers() {
	}

	/**
	 * Checks a bean that has no namespace.
	 * @param bean the bean
	 * @param advice whether its exception handlers are called nevertheless
	 */
	static void check(HandlerBean bean, boolean advice) {
		if (bean.type().getName().startsWith("org.springframework.")
				|| !AnnotatedElementUtils.hasAnnotation(bean.type(), Component.class)) {
			return;
		}
		handlerMethods(bean, advice).forEach((method, annotation) -> {
			String name = annotation.getSimpleName();
			throw new InvalidHandlerException(
					new BeanMethod(bean, method) + " has @" + name
							+ ", but its class has no @SocketIONamespace, so it would never be called",
					"Annotate " + bean.type().getName() + " with @SocketIONamespace, or remove @" + name + ".");
		});
	}

	private static Map<Method, Class<? extends Annotation>> handlerMethods(HandlerBean bean, boolean advice) {
		try {
			return MethodIntrospector.selectMethods(bean.type(),
					(MethodIntrospector.MetadataLookup<Class<? extends Annotation>>) (method) -> annotation(method,
							advice));
		}
		catch (IllegalStateException | LinkageError ex) {
			// A signature with a type that is not on the class path; not our business.
			return Map.of();
		}
	}

	private static @Nullable Class<? extends Annotation> annotation(Method method, boolean advice) {
		for (Class<? extends Annotation> annotation : ANNOTATIONS) {
			if (AnnotatedElementUtils.hasAnnotation(method, annotation)
					&& !(advice && annotation == OnEventException.class)) {
				return annotation;
			}
		}
		return null;
	}

}
