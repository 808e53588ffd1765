package io.github.socketiospring.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOUsers;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.IdentityRoom;
import io.github.socketiospring.adapter.Selection;

/**
 * The users of a server's sockets, found by the rooms that their names stand for.
 */
public final class ServerUsers implements SocketIOUsers {

	private final Supplier<DefaultSocketIOServer> server;

	/**
	 * Creates the users of a server.
	 * @param server the server, asked for when it is needed
	 */
	public ServerUsers(Supplier<DefaultSocketIOServer> server) {
		this.server = server;
	}

	private NamespaceRegistry registry() {
		return this.server.get().registry();
	}

	@Override
	public BroadcastOperator user(String namespace, String name) {
		return new NamespaceBroadcast(registry().of(DefaultSocketIOServer.normalize(namespace)),
				room(IdentityRoom.ofUser(name)), null, true);
	}

	private static Selection room(String room) {
		return new Selection(Set.of(room), Set.of(), false);
	}

	@Override
	public Collection<Socket> sockets(String name) {
		Selection user = room(IdentityRoom.ofUser(name));
		List<Socket> sockets = new ArrayList<>();
		registry().namespaces().forEach((namespace) -> sockets.addAll(namespace.select(user)));
		return List.copyOf(sockets);
	}

	@Override
	public void disconnect(String name) {
		disconnectAll(room(IdentityRoom.ofUser(name)));
	}

	@Override
	public void disconnectSession(String id) {
		disconnectAll(room(IdentityRoom.ofSession(id)));
	}

	/** Families, too: they reach namespaces that only other servers have. */
	private void disconnectAll(Selection selection) {
		Command command = new Command.Disconnect(selection, true);
		registry().withAdapters().forEach((namespace) -> namespace.adapter().send(command));
	}

}
