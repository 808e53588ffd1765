package io.github.socketiospring.e2e.cluster;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Which rooms have a sharded channel of their own.
 */
enum ShardedRooms {

	/** None. */
	STATIC,

	/** All but those that look like the id of a socket. */
	DYNAMIC,

	/** All. */
	DYNAMIC_PRIVATE;

	private static final int ID_LENGTH = 20;

	@Nullable String channelOf(String prefix, String room) {
		boolean has = (this == DYNAMIC_PRIVATE) || (this == DYNAMIC && room.length() != ID_LENGTH);
		return has ? prefix + "#/#" + room + "#" : null;
	}

	/** As the adapter in Node.js calls it, and the property in Java. */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
