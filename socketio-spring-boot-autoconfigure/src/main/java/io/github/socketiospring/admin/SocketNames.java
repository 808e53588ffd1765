package io.github.socketiospring.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.RemoteSocket;
import io.github.socketiospring.Revision;
import io.github.socketiospring.Socket;
import reactor.core.publisher.Mono;

/**
 * What sockets are called on the page. The ids of sockets of clients before 3.x are the
 * secrets by which these clients own their connections: a hash stands for them.
 */
final class SocketNames {

	/** No id begins with it. */
	private static final char MARK = '~';

	private static final int LENGTH = 20;

	private SocketNames() {
	}

	static String of(Socket socket) {
		return of(socket.id(), socket.handshake().revision());
	}

	static String of(RemoteSocket socket) {
		return of(socket.id(), socket.handshake().revision());
	}

	private static String of(String id, Revision revision) {
		return (revision == Revision.EIO4) ? id : MARK + hash(id);
	}

	private static String hash(String id) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, LENGTH);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-256", ex);
		}
	}

	/** Each socket is in a room that is called as the socket is. */
	static Set<String> rooms(Set<String> rooms, String id, String name) {
		if (id.equals(name) || !rooms.contains(id)) {
			return rooms;
		}
		Set<String> shown = new LinkedHashSet<>(rooms);
		shown.remove(id);
		shown.add(name);
		return shown;
	}

	/**
	 * Finds what the page means.
	 * @param name the name of a room, or what a socket is called
	 * @return the room, or the socket's id
	 */
	static Mono<String> resolve(Namespace namespace, String name) {
		if (name.isEmpty() || name.charAt(0) != MARK) {
			return Mono.just(name);
		}
		return namespace.fetchSockets()
			.flatMapIterable((sockets) -> sockets)
			.filter((socket) -> of(socket).equals(name))
			.next()
			.map(RemoteSocket::id)
			.defaultIfEmpty(name);
	}

}
