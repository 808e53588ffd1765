package io.github.socketiospring.server;

import java.security.Principal;
import java.util.Map;
import java.util.Optional;

import io.github.socketiospring.ClientConnection;
import io.github.socketiospring.Handshake;
import io.github.socketiospring.Socket;
import io.github.socketiospring.server.event.HandlerTable;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Whose a socket is, and where: what never changes.
 */
abstract class IdentifiedSocket extends SendingSocket {

	private final String id;

	private final ServerNamespace namespace;

	private final Client client;

	private final SocketIdentity identity;

	IdentifiedSocket(String id, ServerNamespace namespace, Client client, SocketIdentity identity) {
		this.id = id;
		this.namespace = namespace;
		this.client = client;
		this.identity = identity;
	}

	@Override
	public final String id() {
		return this.id;
	}

	@Override
	public final ServerNamespace namespace() {
		return this.namespace;
	}

	@Override
	public final HandlerTable handlers() {
		return this.namespace.handlers();
	}

	// The connection

	@Override
	public final ClientConnection client() {
		return this.client.connection();
	}

	@Override
	final Client owner() {
		return this.client;
	}

	@Override
	public final String transport() {
		return this.client.transport();
	}

	@Override
	public final Map<String, Object> session() {
		return this.client.sharedData();
	}

	@Override
	public final Optional<Socket> sibling(String name) {
		return Optional.ofNullable(this.client.socket(DefaultSocketIOServer.normalize(name)));
	}

	// The user

	final SocketIdentity identity() {
		return this.identity;
	}

	@Override
	public final Handshake handshake() {
		return new SocketHandshake(this.client, this.identity.auth());
	}

	@Override
	public final @Nullable Principal principal() {
		ClientIdentity own = this.identity.own();
		return (own != null) ? own.principal() : this.client.request().principal();
	}

	@Override
	public final ContextView context() {
		ClientIdentity own = this.identity.own();
		return (own != null) ? own.context() : this.client.context();
	}

	// The log

	@Override
	public final String nameInLogs() {
		return this.client.nameInLogs(this.id);
	}

	@Override
	public final String toString() {
		return "Socket[" + nameInLogs() + " in " + this.namespace.name() + "]";
	}

}
