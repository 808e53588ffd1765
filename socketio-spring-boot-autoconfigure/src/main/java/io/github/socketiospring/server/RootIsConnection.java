package io.github.socketiospring.server;

import java.util.List;

import io.github.socketiospring.Revision;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.codec.socketio.PacketFormat;

/**
 * As with an implicit root, but who is out of the root namespace is out of all. Servers
 * of that time dropped packets that made no sense, and clients rely on it.
 */
final class RootIsConnection extends ImplicitRoot {

	private static final int MAX_MALFORMED_PACKETS = 100;

	RootIsConnection(PacketFormat format) {
		super(Revision.V1, format);
	}

	@Override
	boolean mayJoinAgain() {
		return true;
	}

	@Override
	int maxMalformedPackets() {
		return MAX_MALFORMED_PACKETS;
	}

	@Override
	boolean endsWithRoot() {
		return true;
	}

	@Override
	boolean ignoresStrays() {
		return true;
	}

	/** As gevent-socketio did: the error packet has room for three reasons only. */
	@Override
	Packet error(String namespace, String name, String message) {
		return new Packet.Event(namespace, Packet.NO_ID, "error", List.of(name, message));
	}

}
