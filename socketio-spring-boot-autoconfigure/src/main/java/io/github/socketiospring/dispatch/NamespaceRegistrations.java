package io.github.socketiospring.dispatch;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.socketiospring.annotation.OnClientError;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnDisconnecting;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.codec.socketio.ReservedEvents;
import io.github.socketiospring.server.event.NamespaceHandlers;
import io.github.socketiospring.server.event.SocketEvents;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;

/**
 * Registers the handler methods of beans with their namespaces, and keeps two of them
 * from handling the same event.
 */
final class NamespaceRegistrations {

	/** Stands for all namespaces. */
	static final String ALL = "*";

	private final HandlerSupport support;

	private final Function<String, NamespaceHandlers> namespaces;

	private final Map<String, Restriction> restrictions = new HashMap<>();

	private final Map<Event, BeanMethod> events = new HashMap<>();

	NamespaceRegistrations(HandlerSupport support, Function<String, NamespaceHandlers> namespaces) {
		this.support = support;
		this.namespaces = namespaces;
	}

	void add(HandlerBean bean, SocketIONamespace annotation) {
		names(bean, annotation).forEach((name) -> add(bean, name, annotation));
	}

	/**
	 * Returns the names of a bean's namespaces.
	 */
	static List<String> names(HandlerBean bean, SocketIONamespace annotation) {
		return Arrays.stream(annotation.value()).map((value) -> {
			String resolved = bean.resolve(value, bean.type().getName()).strip();
			return (resolved.startsWith("/") || ALL.equals(resolved)) ? resolved : "/" + resolved;
		}).toList();
	}

	private void add(HandlerBean bean, String name, SocketIONamespace annotation) {
		NamespaceHandlers namespace = namespace(bean, name);
		restrict(bean, name, namespace, annotation.initialAcl());
		HandlerSupport here = this.support.with(namespace.variables());
		ExceptionHandlerMethods exceptions = here.exceptions(bean);
		if (!exceptions.isEmpty()) {
			namespace.onJobException(exceptions);
		}
		Map<Method, OnEvent> eventMethods = bean.methods(OnEvent.class);
		HandlerRate.check(bean, eventMethods.keySet());
		eventMethods.forEach((method, onEvent) -> {
			BeanMethod handler = new BeanMethod(bean, method);
			String event = event(name, handler, onEvent);
			namespace.onEvent(event, here.event(handler, event, onEvent, exceptions));
		});
		for (Method method : ordered(bean.methods(OnConnect.class))) {
			namespace.onConnect(here.connect(new BeanMethod(bean, method), exceptions));
		}
		for (Method method : ordered(bean.methods(OnDisconnecting.class))) {
			namespace.onDisconnecting(here.disconnect("disconnecting", new BeanMethod(bean, method), exceptions));
		}
		for (Method method : ordered(bean.methods(OnDisconnect.class))) {
			namespace.onDisconnect(here.disconnect("disconnect", new BeanMethod(bean, method), exceptions));
		}
		for (Method method : ordered(bean.methods(OnClientError.class))) {
			namespace.onClientError(here.clientError(new BeanMethod(bean, method), exceptions));
		}
	}

	private void restrict(HandlerBean bean, String name, NamespaceHandlers namespace, String... initialAcl) {
		if (initialAcl.length == 0) {
			return;
		}
		Set<String> events = Arrays.stream(initialAcl)
			.map((event) -> bean.resolve(event, bean.type().getName()))
			.collect(Collectors.toCollection(TreeSet::new));
		if (events.size() > 1 && events.contains(SocketIONamespace.NOTHING)) {
			throw new InvalidHandlerException(
					bean.type().getName() + " has an initialAcl of nothing and of something: " + events,
					"Name the events that are allowed, or SocketIONamespace.NOTHING alone.");
		}
		events.remove(SocketIONamespace.NOTHING);
		if (!events.contains(SocketEvents.CONNECT) && !bean.methods(OnConnect.class).isEmpty()) {
			throw new InvalidHandlerException(
					bean.type().getName() + " has @OnConnect methods, which its initialAcl " + events
							+ " keeps from being called",
					"Add \"connect\" to the initialAcl, and \"disconnect\" for @OnDisconnect methods.");
		}
		Restriction restriction = new Restriction(bean, events);
		Restriction other = this.restrictions.putIfAbsent(name, restriction);
		if (other != null && !other.events().equals(events)) {
			throw new InvalidHandlerException(
					"The namespace \"" + name + "\" has two lists of allowed events: " + other.events() + " of bean \""
							+ other.bean().name() + "\" and " + events + " of bean \"" + bean.name() + "\"",
					"Write the whole list as the initialAcl of one bean, and leave it out in the others.");
		}
		namespace.initialAcl(events);
	}

	private NamespaceHandlers namespace(HandlerBean bean, String name) {
		try {
			return this.namespaces.apply(name);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidHandlerException(
					bean.type().getName() + " has a namespace that cannot be: " + ex.getMessage(),
					"Correct the name in its @SocketIONamespace.", ex);
		}
	}

	private String event(String name, BeanMethod method, OnEvent annotation) {
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
		return event;
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

	private record Restriction(HandlerBean bean, Set<String> events) {

	}

}
