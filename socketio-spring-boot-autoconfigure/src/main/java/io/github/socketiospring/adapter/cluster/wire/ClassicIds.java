package io.github.socketiospring.adapter.cluster.wire;

import org.jspecify.annotations.Nullable;

/**
 * The ids of questions on Redis. All servers receive all answers: so the id of a question
 * of this library's begins with the server that asks, and only that one reads on. A
 * question that has come from elsewhere gets an id that tells how it is to be answered.
 */
final class ClassicIds {

	private static final String IDS_ONLY = "i";

	private static final String ORDINARY = "o";

	private ClassicIds() {
	}

	/** The id on the wire of a question of this server. */
	static String asked(String serverId, String id) {
		return serverId + id;
	}

	/** The id of a question of this server; {@code null} if it is another server's. */
	static @Nullable String answered(String serverId, String wireId) {
		return wireId.startsWith(serverId) ? wireId.substring(serverId.length()) : null;
	}

	/** The id here of another server's question. */
	static String received(String wireId, boolean onlyIds) {
		return (onlyIds ? IDS_ONLY : ORDINARY) + wireId;
	}

	/** Whether only the ids of sockets are wanted. */
	static boolean isOnlyIds(String id) {
		return id.startsWith(IDS_ONLY);
	}

	/** The id on the wire of another server's question. */
	static String answering(String id) {
		return id.substring(1);
	}

}
