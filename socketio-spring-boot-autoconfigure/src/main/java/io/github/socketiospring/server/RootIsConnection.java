package io.github.socketiospring.server;

import io.github.socketiospring.Revision;
import io.github.socketiospring.codec.socketio.PacketFormat;

/**
 * As with an implicit root, but who is out of the root namespace is out of all.
 */
final class RootIsConnection extends ImplicitRoot {

	RootIsConnection(PacketFormat format) {
		super(Revision.V1, format);
	}

	@Override
	boolean mayJoinAgain() {
		return true;
	}

	@Override
	boolean endsWithRoot() {
		return true;
	}

}
