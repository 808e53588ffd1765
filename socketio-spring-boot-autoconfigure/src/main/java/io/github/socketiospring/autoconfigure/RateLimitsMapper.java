package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.RateLimitAction;
import io.github.socketiospring.server.limit.Rate;
import io.github.socketiospring.server.limit.RateLimits;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@code socketio.rate-limits} into rates, and refuses values that cannot work.
 */
final class RateLimitsMapper {

	private final SocketIORateLimitProperties properties;

	RateLimitsMapper(SocketIORateLimitProperties properties) {
		this.properties = properties;
	}

	RateLimits rateLimits() {
		return new RateLimits(rate(Rate.PER_SOCKET, this.properties.perSocket()),
				rate(Rate.PER_ADDRESS, this.properties.perAddress()), perEvent());
	}

	private static @Nullable Rate rate(String key, SocketIORateLimitProperties.RateLimit limit) {
		if (PropertyChecks.atLeast(0, key + ".events", limit.events()) == 0) {
			if (limit.burst() != null) {
				throw PropertyChecks.invalid(key + ".burst", limit.burst(),
						"Set socketio." + key + ".events, too: without it, nothing is limited");
			}
			PropertyChecks.positive(key + ".per", limit.per());
			return null;
		}
		return rate(key, key, limit.events(), limit.per(), limit.burst(), limit.action());
	}

	private static Rate rate(String limit, String key, int events, Duration per, @Nullable Integer burst,
			RateLimitAction action) {
		return new Rate(limit, events, PropertyChecks.positive(key + ".per", per),
				(burst != null) ? PropertyChecks.atLeast(1, key + ".burst", burst) : events, action);
	}

	private List<RateLimits.OfEvent> perEvent() {
		List<RateLimits.OfEvent> rates = new ArrayList<>();
		Set<List<@Nullable String>> seen = new HashSet<>();
		for (SocketIORateLimitProperties.EventRateLimit limit : this.properties.perEvent()) {
			String key = Rate.PER_EVENT + "[" + rates.size() + "]";
			String event = limit.event();
			if (event == null || event.isEmpty() || event.equals("*")) {
				throw PropertyChecks.invalid(key + ".event", (event != null) ? event : "",
						"Name one event; socketio." + Rate.PER_SOCKET + ".events limits all events of a socket");
			}
			String namespace = namespace(key, limit.namespace());
			if (!seen.add(Arrays.asList(namespace, event))) {
				throw PropertyChecks.invalid(key + ".event", event,
						"There is another limit of this event" + ((namespace != null) ? " in " + namespace : ""));
			}
			PropertyChecks.atLeast(1, key + ".events", limit.events());
			rates.add(new RateLimits.OfEvent(namespace, event,
					rate(Rate.PER_EVENT, key, limit.events(), limit.per(), limit.burst(), limit.action())));
		}
		return rates;
	}

	private static @Nullable String namespace(String key, @Nullable String name) {
		if (name == null) {
			return null;
		}
		if (name.isEmpty() || name.equals("*")) {
			throw PropertyChecks.invalid(key + ".namespace", name,
					"Name one namespace, such as /chat, or leave the key out for all");
		}
		return name.startsWith("/") ? name : "/" + name;
	}

}
