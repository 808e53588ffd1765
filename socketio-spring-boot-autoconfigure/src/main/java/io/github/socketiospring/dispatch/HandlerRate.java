package io.github.socketiospring.dispatch;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Set;

import io.github.socketiospring.annotation.RateLimit;
import io.github.socketiospring.server.limit.Rate;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Reads {@link RateLimit @RateLimit}.
 */
final class HandlerRate {

	private static final Duration LONGEST = Duration.ofDays(12);

	private HandlerRate() {
	}

	/**
	 * Returns how often sockets may send what a method handles.
	 * @param method an {@code @OnEvent} method
	 * @return the rate, {@code null} if nothing is said about it
	 */
	static @Nullable Rate of(BeanMethod method) {
		RateLimit limit = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RateLimit.class);
		if (limit == null) {
			limit = method.bean().annotation(RateLimit.class);
		}
		return (limit != null) ? of(limit, method) : null;
	}

	private static Rate of(RateLimit limit, BeanMethod method) {
		if (limit.events() < 1 || limit.burst() < 0) {
			throw new InvalidHandlerException(method + " has a @RateLimit that lets no event pass",
					"Let \"events\" be at least 1, and leave \"burst\" out or let it be at least 1.");
		}
		return new Rate(Rate.PER_EVENT, limit.events(), per(limit, method),
				(limit.burst() > 0) ? limit.burst() : limit.events(), limit.action());
	}

	private static Duration per(RateLimit limit, BeanMethod method) {
		String text = method.bean().resolve(limit.per(), method.toString());
		Duration per = parse(text);
		if (per == null || per.compareTo(Duration.ofMillis(1)) < 0 || per.compareTo(LONGEST) > 0) {
			throw new InvalidHandlerException(
					method + " has a @RateLimit per \"" + text + "\", which is no time between 1ms and 12d",
					"Write a number with a unit, such as \"500ms\", \"1s\" or \"1m\".");
		}
		return per;
	}

	private static @Nullable Duration parse(String text) {
		try {
			return DurationFormatterUtils.detectAndParse(text);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Checks that no limit is where nobody would look for it.
	 * @param bean the bean
	 * @param handlers its {@code @OnEvent} methods
	 */
	static void check(HandlerBean bean, Set<Method> handlers) {
		for (Method method : bean.methods(RateLimit.class).keySet()) {
			if (!handlers.contains(method)) {
				throw new InvalidHandlerException(
						new BeanMethod(bean, method) + " has @RateLimit, but no @OnEvent, so nothing would be limited",
						"Remove @RateLimit, or add @OnEvent: only events of clients have rate limits.");
			}
		}
	}

}
