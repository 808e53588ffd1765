package io.github.socketiospring.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.github.socketiospring.RateLimitAction;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * How many events clients may send; nothing is limited unless said. Acknowledgements and
 * heartbeats do not count.
 *
 * @param perSocket All events of one socket, the dropped ones included.
 * @param perAddress All events from one client address, or from one IPv6 network of 64
 * bits.
 * @param perEvent Single events of one socket, each entry with the event, the namespace
 * (all without it), and events, per, burst and action as for a socket.
 */
@ConfigurationProperties("socketio.rate-limits")
public record SocketIORateLimitProperties(@DefaultValue RateLimit perSocket, @DefaultValue RateLimit perAddress,
		@DefaultValue List<EventRateLimit> perEvent) {

	/**
	 * How many events may be sent.
	 *
	 * @param events Most events in the time, in the long run; 0 for no limit.
	 * @param per Time in which that many events may be sent.
	 * @param burst Most events at once after a time without any; without it, as many as
	 * events.
	 * @param action What becomes of an event beyond the limit.
	 */
	public record RateLimit(@DefaultValue("0") int events,
			@DefaultValue("1s") @DurationUnit(ChronoUnit.MILLIS) Duration per, @Nullable Integer burst,
			@DefaultValue("error") RateLimitAction action) {
	}

	/**
	 * How many of one event a socket may send.
	 *
	 * @param event Name of the event.
	 * @param namespace Name of the namespace, or of a family of namespaces; without it,
	 * all.
	 * @param events Most events in the time, in the long run.
	 * @param per Time in which that many events may be sent.
	 * @param burst Most events at once after a time without any; without it, as many as
	 * events.
	 * @param action What becomes of an event beyond the limit.
	 */
	public record EventRateLimit(@Nullable String event, @Nullable String namespace, @DefaultValue("0") int events,
			@DefaultValue("1s") @DurationUnit(ChronoUnit.MILLIS) Duration per, @Nullable Integer burst,
			@DefaultValue("error") RateLimitAction action) {
	}

}
