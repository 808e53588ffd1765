package io.github.socketiospring.actuate;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.List;

import io.github.socketiospring.ClientConnection;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Socket;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.engine.Traffic;
import io.github.socketiospring.server.Inspection;
import io.github.socketiospring.server.SecretRooms;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Describes sockets without any secret of the client: ids of sessions, credentials,
 * cookies, the address it asked for, and what the application keeps.
 */
final class SocketReports {

	/** Of text that clients choose. */
	private static final int MAX_LENGTH = 256;

	private final Inspection inspection;

	private final SecretRooms secrets;

	SocketReports(Inspection inspection, EngineServer engine) {
		this.inspection = inspection;
		this.secrets = new SecretRooms(engine);
	}

	SocketsPage.SocketLine line(Socket socket) {
		Inspection.Activity activity = this.inspection.activity(socket);
		EngineSession session = activity.session();
		ClientConnection client = socket.client();
		return new SocketsPage.SocketLine(activity.nameInLogs(), client.id(), client.revision(), client.transport(),
				client.connectedAt(), address(client), user(socket), activity.rooms(), session.waitingMessages(),
				session.waitingBytes(), activity.waitingEvents());
	}

	SocketReport report(Socket socket) {
		Inspection.Activity activity = this.inspection.activity(socket);
		EngineSession session = activity.session();
		ClientConnection client = socket.client();
		List<String> rooms = socket.rooms()
			.stream()
			.filter((room) -> !room.equals(socket.id()))
			.map(this::room)
			.sorted()
			.toList();
		return new SocketReport(this.inspection.serverId(), socket.namespace().name(), activity.nameInLogs(),
				user(socket), socket.recovered(), rooms, connection(socket.handshake(), client),
				new SocketReport.Outgoing(session.isWritable(), session.waitingMessages(), session.waitingBytes(),
						session.capacity(), activity.pendingAcks()),
				new SocketReport.Incoming(client.lastHeard(), session.silence(), activity.waitingEvents(),
						activity.suspendedSince()),
				carried(session.traffic()));
	}

	private static SocketReport.Connection connection(Handshake handshake, ClientConnection client) {
		return new SocketReport.Connection(client.id(), client.state(), client.revision(), client.transport(),
				handshake.query().getFirst("transport"), client.connectedAt(), address(client), handshake.secure(),
				handshake.crossDomain(), userAgent(handshake), client.sockets().keySet().stream().sorted().toList());
	}

	private static @Nullable String userAgent(Handshake handshake) {
		String userAgent = handshake.headers().getFirst(HttpHeaders.USER_AGENT);
		return (userAgent != null) ? shortened(userAgent) : null;
	}

	private static SocketReport.@Nullable Carried carried(@Nullable Traffic traffic) {
		return (traffic != null) ? new SocketReport.Carried(traffic.sentPackets(), traffic.sentBytes(),
				traffic.receivedPackets(), traffic.receivedBytes(), traffic.highWater()) : null;
	}

	/**
	 * Returns what a room is called here: without a secret, and shortened, because
	 * clients may choose names.
	 */
	String room(String name) {
		return shortened(this.secrets.contains(name) ? name.substring(0, SecretRooms.secretIn(name)) + "…" : name);
	}

	private static @Nullable String address(ClientConnection client) {
		InetSocketAddress address = client.remoteAddress();
		if (address == null) {
			return null;
		}
		String host = address.getHostString();
		return ((host.indexOf(':') >= 0) ? "[" + host + "]" : host) + ":" + address.getPort();
	}

	private static @Nullable String user(Socket socket) {
		Principal principal = socket.principal();
		return (principal != null) ? principal.getName() : null;
	}

	private static String shortened(String text) {
		return (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "…" : text;
	}

}
