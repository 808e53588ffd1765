package io.github.socketiospring.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

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
		return (revision == Revision.EIO4) ? id : hidden(id);
	}

	/** Returns what stands for an id that is a secret. */
	static String hidden(String id) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
			return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, LENGTH);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-256", ex);
		}
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
