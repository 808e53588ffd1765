package io.github.socketiospring.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.Socket;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Remembers why sockets have gone.
 */
public final class Reasons {

	private final Map<String, DisconnectReason> reasons = new ConcurrentHashMap<>();

	private final Map<String, String> descriptions = new ConcurrentHashMap<>();

	/** Takes note when a socket goes. */
	public void watch(Socket socket) {
		socket.onDisconnect((reason, description) -> {
			this.descriptions.put(socket.id(), String.valueOf(description));
			this.reasons.put(socket.id(), reason);
		});
	}

	public @Nullable DisconnectReason of(String socketId) {
		return this.reasons.get(socketId);
	}

	public String description(String socketId) {
		return this.descriptions.getOrDefault(socketId, "");
	}

	/** Waits until a socket has gone. */
	public void await(String socketId, DisconnectReason... oneOf) {
		Awaitility.await().until(() -> of(socketId) != null);
		assertThat(of(socketId)).isIn((Object[]) oneOf);
	}

}
