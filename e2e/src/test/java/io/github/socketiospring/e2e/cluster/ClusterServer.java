package io.github.socketiospring.e2e.cluster;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * A server of a cluster, whatever it is written in. Methods wait until the server has
 * done what they say, which other servers may not have noticed yet.
 */
interface ClusterServer extends ClusterSender {

	/** How long anything may take. */
	int WAIT_SECONDS = 20;

	/** What other servers are answered by default. */
	String name();

	int port();

	/** Completes with the first argument of each answer. */
	CompletableFuture<List<@Nullable Object>> emitWithAck(Selected selected, String event,
			@Nullable Object... arguments);

	List<FoundSocket> fetchSockets(Selected selected);

	/** Of all servers; rooms named after sockets may be missing. */
	Set<String> fetchRooms(String namespace);

	/** Of this server alone. */
	Set<String> rooms(String namespace);

	int serverCount(String namespace);

	/** Completes with the first argument of each answer. */
	CompletableFuture<List<@Nullable Object>> serverSideEmitWithAck(String namespace, String event,
			@Nullable Object... arguments);

	/** Waits for the next event of another server: its name and arguments. */
	List<Object> nextServerSideEvent();

	/** Waits for the next event of a client: its name and arguments. */
	List<Object> nextEventOfClient();

	/** Keeps something for a socket of this server. */
	void putData(String socket, String key, Object value);

	/** Waits for something that a server does. */
	static <T> T await(CompletableFuture<T> future) {
		try {
			return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex);
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError("no answer", ex);
		}
	}

}
