package io.github.socketiospring.e2e.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Whatever reaches the clients of a cluster, with or without clients of its own. Methods
 * wait until it has done what they say, which servers may not have noticed yet.
 */
interface ClusterSender extends AutoCloseable {

	void emit(Selected selected, String event, @Nullable Object... arguments);

	void socketsJoin(Selected selected, String... rooms);

	void socketsLeave(Selected selected, String... rooms);

	void disconnectSockets(Selected selected, boolean close);

	/** Emits one of the events "news" and "question" to the other servers. */
	void serverSideEmit(String namespace, String event, @Nullable Object... arguments);

	@Override
	void close();

}
