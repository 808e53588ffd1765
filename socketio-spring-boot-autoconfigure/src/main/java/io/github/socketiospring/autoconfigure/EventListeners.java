package io.github.socketiospring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Tells whether an application listens to a type of events: its context, or one above it,
 * to which events are passed on.
 */
final class EventListeners {

	private static final ResolvableType ANYTHING = payload(Anything.class);

	private EventListeners() {
	}

	/**
	 * Looks for a listener that names the type, or a type above it that is as special.
	 * Those that listen to all events there are do not count: frameworks have some.
	 */
	static boolean listenTo(Class<?> type, ApplicationContext context) {
		ResolvableType event = payload(type);
		@Nullable ApplicationContext each = context;
		while (each != null) {
			if (each instanceof AbstractApplicationContext owner && anyOf(owner, event)) {
				return true;
			}
			each = each.getParent();
		}
		return false;
	}

	private static boolean anyOf(AbstractApplicationContext context, ResolvableType event) {
		for (ApplicationListener<?> listener : context.getApplicationListeners()) {
			GenericApplicationListener generic = (listener instanceof GenericApplicationListener own) ? own
					: new GenericApplicationListenerAdapter(listener);
			if (generic.supportsEventType(event) && !generic.supportsEventType(ANYTHING)) {
				return true;
			}
		}
		ResolvableType lazy = ResolvableType.forClassWithGenerics(ApplicationListener.class, event);
		return context.getBeanFactory().getBeanNamesForType(lazy, true, false).length > 0;
	}

	private static ResolvableType payload(Class<?> type) {
		return ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, type);
	}

	/**
	 * What no listener names.
	 */
	private static final class Anything {

	}

}
