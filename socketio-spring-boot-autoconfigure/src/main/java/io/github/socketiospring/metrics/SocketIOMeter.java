package io.github.socketiospring.metrics;

import java.util.List;
import java.util.Locale;

import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/**
 * All meters, as they are documented.
 */
enum SocketIOMeter {

	CONNECTIONS("connections", Meter.Type.GAUGE, null, "Connections that are open", "revision", "transport"),

	CONNECTIONS_OPENED("connections.opened", Meter.Type.COUNTER, null, "Connections that were opened", "revision",
			"transport"),

	HANDSHAKES_REFUSED("handshakes.refused", Meter.Type.COUNTER, null,
			"Requests that got no connection, or named one that does not exist or does not fit", "reason"),

	UPGRADES("upgrades", Meter.Type.COUNTER, null, "Moves of a connection to another transport, and those that failed",
			"outcome"),

	DISCONNECTS("disconnects", Meter.Type.COUNTER, null, "Connections that have ended", "reason"),

	HEARTBEATS_LOST("heartbeats.lost", Meter.Type.COUNTER, null,
			"Connections that have ended because the client was silent for too long"),

	PACKETS("packets", Meter.Type.COUNTER, null, "Engine.IO packets, heartbeats among them", "direction", "revision",
			"transport"),

	BYTES("bytes", Meter.Type.COUNTER, "bytes", "Bytes of these packets, without what transports add or compress",
			"direction", "revision", "transport"),

	BUFFERS("buffers", Meter.Type.GAUGE, "bytes",
			"Memory of messages that wait for clients to read, of all connections"),

	BUFFERS_LARGEST("buffers.largest", Meter.Type.GAUGE, "bytes", "The same, of the connection that has most now"),

	BUFFERS_PEAK("buffers.peak", Meter.Type.GAUGE, "bytes",
			"The most that has waited for one of the clients that are connected now"),

	BUFFERS_OVERFLOWS("buffers.overflows", Meter.Type.COUNTER, null,
			"Connections that have ended because more than socketio.max-buffered-bytes waited"),

	POLLS("polls", Meter.Type.GAUGE, null, "Polls that wait for something to answer"),

	LIMITS("limits", Meter.Type.COUNTER, null, "How often a limit was reached", "limit"),

	SOCKETS("sockets", Meter.Type.GAUGE, null, "Sockets that are connected", "namespace"),

	JOINS("joins", Meter.Type.COUNTER, null, "Clients that have joined a namespace, or were refused", "namespace",
			"outcome"),

	LEAVES("leaves", Meter.Type.COUNTER, null, "Sockets that have left their namespace", "namespace", "reason"),

	EVENTS_RECEIVED("events.received", Meter.Type.COUNTER, null, "Events of clients", "namespace", "event"),

	EVENTS_SENT("events.sent", Meter.Type.COUNTER, null,
			"Events for clients of this server; a broadcast counts as often as it is delivered", "namespace", "event"),

	EVENTS_WAITING("events.waiting", Meter.Type.TIMER, null,
			"Time from when an event has arrived until its handler, not a listener, begins", "namespace"),

	HANDLERS("handlers", Meter.Type.TIMER, null,
			"Time that handlers and listeners take, those of coming and going, too, until their Mono or Flux has ended "
					+ "and their exception is dealt with",
			"namespace", "event"),

	HANDLERS_FAILED("handlers.failed", Meter.Type.COUNTER, null,
			"Handlers that have thrown an exception or ended with one, whether a method handles it or not", "namespace",
			"event"),

	ACKS("acks", Meter.Type.TIMER, null, "Time until clients have acknowledged an event", "namespace"),

	ACKS_MISSING("acks.missing", Meter.Type.COUNTER, null,
			"Acknowledgements that were waited for in vain, or not any more", "namespace", "reason"),

	ERRORS("errors", Meter.Type.COUNTER, null, "What clients have sent that could not be handled, by the error's name",
			"error"),

	ADAPTER_MESSAGES("adapter.messages", Meter.Type.COUNTER, null,
			"Messages for other servers: published, refused without a connection or beyond the limit, or failed, so that "
					+ "nobody knows whether they arrived",
			"result"),

	ADAPTER_PUBLISHING("adapter.publishing", Meter.Type.TIMER, null,
			"Time until Redis or PostgreSQL has a message for other servers"),

	ADAPTER_INVALID("adapter.invalid", Meter.Type.COUNTER, null,
			"Messages of other servers that were dropped because they are not valid"),

	ADAPTER_PENDING("adapter.pending", Meter.Type.GAUGE, "bytes", "Bytes that wait to be sent, or for an answer"),

	POLICY_CONNECTIONS("policy.connections", Meter.Type.COUNTER, null,
			"Connections that asked for the Flash socket policy, by how they went", "outcome");

	private static final String PREFIX = "socketio.";

	private final String suffix;

	private final Meter.Type type;

	private final @Nullable String unit;

	private final String description;

	private final List<String> tags;

	SocketIOMeter(String suffix, Meter.Type type, @Nullable String unit, String description, String... tags) {
		this.suffix = suffix;
		this.type = type;
		this.unit = unit;
		this.description = description;
		this.tags = List.of(tags);
	}

	/**
	 * Returns the meter's name.
	 * @return the name, as Micrometer writes it
	 */
	String meterName() {
		return PREFIX + this.suffix;
	}

	/**
	 * Returns what kind of meter it is. What is a timer also has a gauge, of the same
	 * name and {@code .max}.
	 * @return counter, gauge or timer
	 */
	Meter.Type type() {
		return this.type;
	}

	/**
	 * Returns the unit of what is counted.
	 * @return the unit, or {@code null} if it has none; that of timers depends on the
	 * registry
	 */
	@Nullable String unit() {
		return this.unit;
	}

	/**
	 * Returns what is counted.
	 * @return a sentence without its full stop
	 */
	String description() {
		return this.description;
	}

	/**
	 * Returns what tells its meters apart.
	 * @return the keys of the tags
	 */
	List<String> tags() {
		return this.tags;
	}

	/** Makes a constant's name the value of a tag. */
	static String value(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
