package io.github.socketiospring.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces of one client: those it has joined, those whose middleware has not
 * decided yet, and those it is no longer in. Safe for use by any thread.
 */
final class Memberships {

	private final int max;

	/** Copied on write: read for every packet, written when a namespace is joined. */
	private volatile Map<String, ServerSocket> joined = Map.of();

	private @Nullable Map<String, PendingJoin> joining;

	private @Nullable Set<String> former;

	private volatile boolean closed;

	/**
	 * Creates the memberships of a client that is in no namespace.
	 * @param max the most namespaces it may be in
	 */
	Memberships(int max) {
		this.max = max;
	}

	/**
	 * Whether a client may join a namespace.
	 */
	enum Admission {

		/** It may. */
		ADMITTED,

		/** It is in it, or is joining it. */
		REPEATED,

		/** It is in as many as it may be. */
		TOO_MANY

	}

	@Nullable ServerSocket get(String namespace) {
		return this.joined.get(namespace);
	}

	/** Returns the sockets by their namespace's name. */
	Map<String, Socket> all() {
		return Collections.unmodifiableMap(this.joined);
	}

	boolean isEmpty() {
		return this.joined.isEmpty();
	}

	/**
	 * Tells whether the client was in a namespace: packets for it may have crossed the
	 * one that said so.
	 */
	synchronized boolean wasIn(String namespace) {
		return this.former != null && this.former.contains(namespace);
	}

	synchronized Admission admit(String namespace) {
		Map<String, PendingJoin> undecided = (this.joining != null) ? this.joining : Map.of();
		if (this.joined.containsKey(namespace) || undecided.containsKey(namespace)) {
			return Admission.REPEATED;
		}
		return (this.joined.size() + undecided.size() < this.max) ? Admission.ADMITTED : Admission.TOO_MANY;
	}

	/**
	 * The families of a namespace, or its middleware, are asked.
	 * @return {@code false} if the client has gone already
	 */
	synchronized boolean begin(String namespace, PendingJoin attempt) {
		if (this.closed) {
			return false;
		}
		if (this.joining == null) {
			this.joining = new HashMap<>(2);
		}
		this.joining.put(namespace, attempt);
		return true;
	}

	/**
	 * A namespace is left and joined again, in one step.
	 * @param socket leaves it
	 * @param attempt joins it
	 */
	synchronized void rejoin(ServerSocket socket, PendingJoin attempt) {
		remove(socket);
		begin(socket.namespace().name(), attempt);
	}

	/**
	 * The client may not join a namespace.
	 */
	synchronized void refused(String namespace) {
		if (this.joining != null) {
			this.joining.remove(namespace);
		}
	}

	/**
	 * A namespace is joined.
	 * @return {@code false} if the client has gone already
	 */
	synchronized boolean add(ServerSocket socket) {
		if (this.closed) {
			return false;
		}
		String namespace = socket.namespace().name();
		refused(namespace);
		if (this.former != null) {
			this.former.remove(namespace);
		}
		Map<String, ServerSocket> next = new HashMap<>(this.joined);
		next.put(namespace, socket);
		this.joined = Map.copyOf(next);
		return true;
	}

	/**
	 * A namespace is left.
	 */
	synchronized void remove(ServerSocket socket) {
		Map<String, ServerSocket> next = new HashMap<>(this.joined);
		if (!next.remove(socket.namespace().name(), socket)) {
			return;
		}
		this.joined = Map.copyOf(next);
		if (this.former == null || this.former.size() >= this.max) {
			this.former = new HashSet<>(2);
		}
		this.former.add(socket.namespace().name());
	}

	/** Whether the client has gone. */
	boolean isClosed() {
		return this.closed;
	}

	/**
	 * The client has gone: joins that are under way end.
	 * @return the sockets it had, or was about to have, to be changed; {@code null} if it
	 * was known already
	 */
	@Nullable List<ServerSocket> close() {
		List<ServerSocket> last;
		List<PendingJoin> undecided;
		synchronized (this) {
			if (this.closed) {
				return null;
			}
			this.closed = true;
			last = new ArrayList<>(this.joined.values());
			undecided = (this.joining != null) ? List.copyOf(this.joining.values()) : List.of();
			this.joined = Map.of();
			this.joining = null;
		}
		for (PendingJoin attempt : undecided) {
			attempt.cancel();
			ServerSocket socket = attempt.socket();
			if (socket != null) {
				last.add(socket);
			}
		}
		return last;
	}

}
