package io.github.socketiospring.observation;

import java.util.List;

import io.github.socketiospring.Handshake;
import io.micrometer.observation.transport.Propagator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds the fields of a tracer's propagator in a handshake: in what the client gave as
 * {@code auth}, since browsers cannot add headers to a WebSocket, else in the headers of
 * its first request. What is not a text there, or is too long, is not there.
 */
final class HandshakeGetter implements Propagator.Getter<Handshake> {

	/** What W3C allows for baggage; all other fields are shorter. */
	private static final int MAX_LENGTH = 8192;

	private static final String PARENT = "traceparent";

	/** Belongs to a parent, and means nothing beside another. */
	private static final String STATE = "tracestate";

	@Override
	public @Nullable String get(Handshake handshake, String key) {
		List<String> all = all(handshake, key);
		return all.isEmpty() ? null : all.get(0);
	}

	@Override
	public Iterable<String> getAll(Handshake handshake, String key) {
		return all(handshake, key);
	}

	private static List<String> all(Handshake handshake, String key) {
		String given = auth(handshake, key);
		if (given != null) {
			return List.of(given);
		}
		if (key.equals(STATE) && auth(handshake, PARENT) != null) {
			return List.of();
		}
		return handshake.headers().getOrEmpty(key).stream().filter(HandshakeGetter::isUsable).toList();
	}

	private static @Nullable String auth(Handshake handshake, String key) {
		JsonNode value = handshake.auth().path(key);
		return (value.isString() && isUsable(value.stringValue())) ? value.stringValue() : null;
	}

	private static boolean isUsable(String value) {
		return value.length() <= MAX_LENGTH;
	}

}
