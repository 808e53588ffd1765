package io.github.socketiospring.dispatch;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnDisconnecting;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.codec.socketio.ReservedEvents;
import io.github.socketiospring.server.event.LifecycleHandler;
import io.github.socketiospring.server.event.NamespaceHandlers;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;

/**
 * Registers the handler methods of beans with their namespaces, and keeps two of them
 * from handling the same event.
 */
final class NamespaceRegistrations {

	private final HandlerSupport support;

	private final Function<String, NamespaceHandlers> namespaces;

	private final Set<String> names = new LinkedHashSet<>();

	private final Map<Event, BeanMethod> events = new HashMap<>();

	NamespaceRegistrations(HandlerSupport support, Function<String, NamespaceHandlers> namespaces) {
		this.support = support;
		this.namespaces = namespaces;
	}

	/**
	 * Returns the names of all namespaces seen.
	 */
	Set<String> names() {
		return this.names;
	}

	void add(HandlerBean bean, SocketIONamespace annotation) {
		for (String value : annotation.value()) {
			String resolved = bean.resolve(value, bean.type().getName()).strip();
			add(bean, resolved.startsWith("/") ? resolved : "/" + resolved);
		}
	}

	private void add(HandlerBean bean, String name) {
		this.names.add(name);
		NamespaceHandlers namespace = this.namespaces.apply(name);
		ExceptionHandlerMethods exceptions = this.support.exceptions(bean);
		if (!exceptions.isEmpty()) {
			namespace.onJobException(exceptions);
		}
		bean.methods(OnEvent.class)
			.forEach((method, onEvent) -> addEvent(name, namespace, new BeanMethod(bean, method), onEvent, exceptions));
		for (Method method : ordered(bean.methods(OnConnect.class))) {
			namespace.onConnect(this.support.connect(new BeanMethod(bean, method), exceptions));
		}
		for (Method method : ordered(bean.methods(OnDisconnecting.class))) {
			namespace.onDisconnecting(disconnect("disconnecting", bean, method, exceptions));
		}
		for (Method method : ordered(bean.methods(OnDisconnect.class))) {
			namespace.onDisconnect(disconnect("disconnect", bean, method, exceptions));
		}
	}

	private LifecycleHandler disconnect(String event, HandlerBean bean, Method method,
			ExceptionHandlerMethods exceptions) {
		return this.support.disconnect(event, new BeanMethod(bean, method), exceptions);
	}

	private void addEvent(String name, NamespaceHandlers namespace, BeanMethod method, OnEvent annotation,
			ExceptionHandlerMethods exceptions) {
		String event = method.bean().resolve(annotation.value(), method.toString());
		checkName(event, method);
		BeanMethod other = this.events.putIfAbsent(new Event(name, event), method);
		if (other != null) {
			throw new InvalidHandlerException(
					"The event \"" + event + "\" of namespace \"" + name + "\" has two handlers: " + other
							+ " of bean \"" + other.bean().name() + "\" and " + method + " of bean \""
							+ method.bean().name() + "\"",
					"Remove or rename one of them, or move it to another namespace. To call several components for one "
							+ "event, publish an application event in the handler.");
		}
		namespace.onEvent(event, this.support.event(method, event, annotation, exceptions));
	}

	private static void checkName(String event, BeanMethod method) {
		if (event.isEmpty()) {
			throw new InvalidHandlerException(method + " handles an event without a name",
					"Name the event in @OnEvent; \"*\" handles all events that have no handler.");
		}
		if (ReservedEvents.contains(event)) {
			throw new InvalidHandlerException(
					method + " handles \"" + event + "\", a reserved name that clients cannot send", switch (event) {
						case "connect" -> "Use @OnConnect.";
						case "disconnect" -> "Use @OnDisconnect.";
						case "disconnecting" -> "Use @OnDisconnecting.";
						default -> "Choose another name.";
					});
		}
	}

	private static List<Method> ordered(Map<Method, ?> methods) {
		return methods.keySet().stream().sorted(Comparator.comparingInt(NamespaceRegistrations::order)).toList();
	}

	private static int order(Method method) {
		Order order = AnnotatedElementUtils.findMergedAnnotation(method, Order.class);
		return (order != null) ? order.value() : Ordered.LOWEST_PRECEDENCE;
	}

	private record Event(String namespace, String name) {

	}

}
