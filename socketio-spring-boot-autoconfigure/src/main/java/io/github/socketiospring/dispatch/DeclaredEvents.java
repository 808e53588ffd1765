package io.github.socketiospring.dispatch;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.annotation.Emits;
import io.github.socketiospring.annotation.EventName;
import io.github.socketiospring.dispatch.EventDescription.Acknowledgement;
import io.github.socketiospring.dispatch.EventDescription.Value;
import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Reads the events that a bean declares to emit.
 */
final class DeclaredEvents {

	private final HandlerBean bean;

	private DeclaredEvents(HandlerBean bean) {
		this.bean = bean;
	}

	/**
	 * Reads the events of a bean, if it declares any.
	 * @throws InvalidHandlerException if they are not declared by interfaces, or twice
	 */
	static void read(HandlerBean bean, DescribedNamespace namespace) {
		Emits annotation = bean.annotation(Emits.class);
		if (annotation != null) {
			namespace.declares();
			for (Class<?> type : annotation.value()) {
				new DeclaredEvents(bean).read(type, namespace);
			}
		}
	}

	private void read(Class<?> type, DescribedNamespace namespace) {
		if (!type.isInterface() || type.isAnnotation()) {
			throw new InvalidHandlerException(
					this.bean.type().getName() + " has @Emits(" + type.getSimpleName()
							+ ".class), which is no interface",
					"Name an interface whose methods are the events: \"void said(Message message);\" is the event "
							+ "\"said\" with one argument.");
		}
		for (Method method : type.getMethods()) {
			if (Modifier.isAbstract(method.getModifiers())) {
				namespace.emits(this.bean, event(type, method));
			}
		}
	}

	private EventDescription event(Class<?> type, Method method) {
		List<Value> arguments = new ArrayList<>();
		Value rest = null;
		int count = method.getParameterCount() - (KotlinDetector.isSuspendingFunction(method) ? 1 : 0);
		for (int i = 0; i < count; i++) {
			MethodParameter parameter = new MethodParameter(method, i).withContainingClass(type);
			if (RestArgument.isRest(parameter)) {
				rest = DescribedValues.rest(parameter, DescribedValues.type(parameter));
			}
			else {
				arguments.add(DescribedValues.emitted(parameter));
			}
		}
		ResolvableType returned = ResolvableType.forMethodReturnType(method, type);
		Acknowledgement acknowledgement = acknowledgement(method, returned);
		return new EventDescription(name(method), arguments, rest, acknowledgement,
				(acknowledgement == Acknowledgement.VALUE) ? answer(method, returned) : null);
	}

	private static Acknowledgement acknowledgement(Method method, ResolvableType returned) {
		Class<?> raw = returned.resolve(Object.class);
		if (KotlinDetector.isSuspendingFunction(method)) {
			return Acknowledgement.ANY;
		}
		if (raw == void.class) {
			return Acknowledgement.NONE;
		}
		Type value = ReturnValue.valueType(returned);
		if (value == Object[].class) {
			return Acknowledgement.ANY;
		}
		return (value == Void.class) ? Acknowledgement.EMPTY : Acknowledgement.VALUE;
	}

	private static Value answer(Method method, ResolvableType returned) {
		boolean nullable = Nullness.forMethodReturnType(method) == Nullness.NULLABLE;
		return new Value("", ReturnValue.valueType(returned), false, nullable);
	}

	private String name(Method method) {
		EventName annotation = AnnotatedElementUtils.findMergedAnnotation(method, EventName.class);
		return (annotation != null) ? this.bean.resolve(annotation.value(), method.toString()) : method.getName();
	}

}
