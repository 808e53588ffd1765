package io.github.socketiospring.test;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The connections of all tests, and of those that are open the test that has opened them:
 * the one that runs on the same thread. Others end with their application. Safe for use
 * by any thread.
 */
final class OpenClients {

	private static final Log logger = LogFactory.getLog(OpenClients.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	/** Closed ones, too, as long as anybody knows them: their handlers may still run. */
	private static final Map<TestConnection, Boolean> ALL = Collections.synchronizedMap(new WeakHashMap<>());

	private static final Map<TestConnection, Object> OWNERS = new ConcurrentHashMap<>();

	private static final ThreadLocal<@Nullable Object> CURRENT = new ThreadLocal<>();

	private OpenClients() {
	}

	/**
	 * A test begins, on the calling thread.
	 * @param test the test, or {@code null} if none does any more
	 */
	static void current(@Nullable Object test) {
		if (test != null) {
			CURRENT.set(test);
		}
		else {
			CURRENT.remove();
		}
	}

	static void add(TestConnection connection) {
		ALL.put(connection, Boolean.TRUE);
		Object test = CURRENT.get();
		if (test != null) {
			OWNERS.put(connection, test);
		}
	}

	static void remove(TestConnection connection) {
		OWNERS.remove(connection);
	}

	/**
	 * A test is over: closes what it has left open, and waits until the handlers know.
	 * @param test the test
	 */
	static void close(Object test) {
		List<TestConnection> left = OWNERS.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().equals(test))
			.map(Map.Entry::getKey)
			.toList();
		for (TestConnection connection : left) {
			connection.end(true);
			remove(connection);
		}
		left.stream().map(TestConnection::server).distinct().forEach((server) -> {
			if (!settle(server, TIMEOUT)) {
				logger.warn("Handlers still run, though the clients of the test have gone: " + test);
			}
		});
	}

	/**
	 * Waits until nothing happens any more between a server and its clients: everything
	 * has arrived, and plain handlers are done. What these do on other threads, and what
	 * is asynchronous, is not known here.
	 * @param server the server
	 * @param timeout how long to wait at most
	 * @return whether that came to be
	 */
	static boolean settle(TestedServer server, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		List<InProcessConnection> wires;
		long before;
		do {
			wires = wires(server);
			before = activity(wires);
			// Handlers go to and fro between the loops and the workers.
			if (!settle(wires, deadline) || !server.awaitHandlers(left(deadline)) || !settle(wires, deadline)) {
				return false;
			}
		}
		while (activity(wires) != before || wires.stream().anyMatch(InProcessConnection::isWaiting));
		return true;
	}

	private static List<InProcessConnection> wires(TestedServer server) {
		synchronized (ALL) {
			return ALL.keySet()
				.stream()
				.filter((connection) -> connection.server().equals(server))
				.map(TestConnection::connection)
				.toList();
		}
	}

	private static long activity(List<InProcessConnection> wires) {
		return wires.stream().mapToLong(InProcessConnection::activity).sum();
	}

	private static boolean settle(List<InProcessConnection> wires, long deadline) {
		CompletableFuture<Void> settled = CompletableFuture
			.allOf(wires.stream().map(InProcessConnection::settle).toArray(CompletableFuture<?>[]::new));
		try {
			settled.get(left(deadline).toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A client has failed", ex);
		}
	}

	private static Duration left(long deadline) {
		return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
	}

}
