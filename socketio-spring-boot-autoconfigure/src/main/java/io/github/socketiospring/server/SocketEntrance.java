package io.github.socketiospring.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.adapter.Entrance;
import io.github.socketiospring.adapter.MissedEvent;
import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.engine.BroadcastDelivery;
import org.jspecify.annotations.Nullable;

/**
 * Lets one socket in that comes back: it is sent what it has missed, then the packet that
 * says that it is back. Most of it is encoded before anybody has to wait for that. Used
 * by one thread.
 */
final class SocketEntrance implements Entrance {

	private final RecoverableSocket socket;

	private final Packet answer;

	private final BroadcastDelivery delivery;

	private final Map<MissedEvent, EngineMessage[]> prepared = new IdentityHashMap<>();

	private boolean entered;

	/**
	 * Creates the way in of a socket.
	 * @param answer tells its client that it is back
	 * @param delivery what it is sent with, to be flushed by the caller
	 */
	SocketEntrance(RecoverableSocket socket, Packet answer, BroadcastDelivery delivery) {
		this.socket = socket;
		this.answer = answer;
		this.delivery = delivery;
	}

	boolean hasEntered() {
		return this.entered;
	}

	@Override
	public @Nullable Map<String, String> settle(Set<String> left, Map<String, String> joined) {
		return this.socket.settle(left, joined);
	}

	@Override
	public void allow(@Nullable Set<String> events) {
		this.socket.allow(events);
	}

	@Override
	public boolean prepare(List<MissedEvent> missed) {
		long free = this.socket.owner().output().capacity();
		for (MissedEvent event : missed) {
			EngineMessage[] encoded = encode(event);
			for (EngineMessage message : encoded) {
				free -= message.retainedSize();
			}
			if (free < 0) {
				return false;
			}
			this.prepared.put(event, encoded);
		}
		return true;
	}

	@Override
	public boolean enter(List<MissedEvent> missed) {
		List<EngineMessage> messages = new ArrayList<>(missed.size() + 1);
		for (MissedEvent event : missed) {
			EngineMessage[] encoded = this.prepared.get(event);
			messages.addAll(Arrays.asList((encoded != null) ? encoded : encode(event)));
		}
		messages.addAll(Arrays.asList(this.socket.owner().output().encode(this.answer)));
		this.entered = this.socket.enter(messages, this.delivery);
		return this.entered;
	}

	private EngineMessage[] encode(MissedEvent event) {
		EngineMessage[] messages = this.socket.owner()
			.output()
			.encode(this.socket.namespace().localSockets().packet(event));
		return event.compress() ? messages : EngineMessage.uncompressed(messages);
	}

}
