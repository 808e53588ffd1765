package io.github.socketiospring.server;

import io.github.socketiospring.ConnectRefusedException;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.server.event.LogText;
import io.github.socketiospring.server.recovery.RecoveryCredentials;
import io.github.socketiospring.server.recovery.RecoveryMode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * One client's way into one namespace, which is found or created first. Then whoever must
 * be asked is asked, and the client is told what has come of it.
 */
final class Join {

	private static final Log logger = LogFactory.getLog(Join.class);

	private final Client client;

	private final JoinRequest request;

	Join(Client client, JoinRequest request) {
		this.client = client;
		this.request = request;
	}

	/**
	 * Begins; called by the receiving event loop.
	 */
	void begin() {
		NamespaceRegistry registry = this.client.server().registry();
		ServerNamespace namespace = registry.find(name());
		if (namespace == null && !registry.mayKnow(name())) {
			unknown();
			return;
		}
		switch (this.client.memberships().admit(name())) {
			case ADMITTED -> find(namespace);
			case TOO_MANY -> {
				this.client.server().limited("max-namespaces-per-connection");
				refuse("Too many namespaces", null);
			}
			case REPEATED -> again(this.client.memberships().get(name()));
		}
	}

	private String name() {
		return this.request.namespace();
	}

	private void again(@Nullable ServerSocket joined) {
		if (!this.client.protocol().mayJoinAgain()) {
			this.client.violation("second CONNECT to a namespace");
		}
		else if (joined != null) {
			this.client.output().send(this.client.protocol().joined(name(), joined.id(), joined.privateId()));
		}
	}

	// Finding the namespace

	private void find(@Nullable ServerNamespace namespace) {
		if (namespace != null && namespace.enter()) {
			check(namespace);
			return;
		}
		NamespaceSearch search = new NamespaceSearch(this, this.client.timers());
		if (this.client.memberships().begin(name(), search)) {
			search.limit(this.client.server().options().connectTimeout());
			this.client.server()
				.registry()
				.search(name(), new SocketHandshake(this.client, this.request.auth()))
				.contextWrite(this.client.context())
				.subscribe(search);
		}
	}

	/** A family has taken the client. */
	void found(NamespaceMatch match) {
		ServerNamespace namespace;
		try {
			namespace = this.client.server().registry().enter(match);
		}
		catch (RuntimeException ex) {
			notFound(ex);
			return;
		}
		check(namespace);
	}

	/** No family has decided in time. */
	void undecided() {
		this.client.server().undecidedNamespaces().warn(name());
		this.client.memberships().refused(name());
		refuse("Connection refused", null);
	}

	/**
	 * No family has taken the client.
	 * @param exception why, or {@code null} if none knows the name
	 */
	void notFound(@Nullable Throwable exception) {
		this.client.memberships().refused(name());
		if (exception == null) {
			unknown();
		}
		else {
			refuse(exception, "What decides about namespace ");
		}
	}

	private void unknown() {
		refuse(NamespaceRegistry.INVALID, null);
		this.client.report(SocketIOError.Name.NO_SUCH_NAMESPACE, name(), null, null);
	}

	// Joining it

	/**
	 * Finds out who the client is, before it is asked for what. The namespace is kept for
	 * the socket from now on, until that has gone.
	 */
	private void check(ServerNamespace namespace) {
		RecoveryCredentials former = recovers(namespace) ? RecoveryCredentials.of(this.request.auth()) : null;
		JsonNode auth = (former != null) ? former.auth() : this.request.auth();
		ClientAuthenticator authenticator = this.client.server().identities().authenticator();
		if (authenticator == null) {
			check(namespace, former, auth, null);
			return;
		}
		AuthenticationAttempt attempt = new AuthenticationAttempt(namespace, this.client.timers(),
				(own) -> check(namespace, former, auth, own), (ex) -> unknownClient(namespace, ex));
		if (!this.client.memberships().begin(name(), attempt)) {
			namespace.leave();
			return;
		}
		attempt.limit(this.client.server().options().connectTimeout());
		Mono.defer(() -> authenticator.authenticate(new SocketHandshake(this.client, auth), namespace))
			.contextWrite(this.client.context())
			.subscribe(attempt);
	}

	private boolean recovers(ServerNamespace namespace) {
		return this.client.takesOffsets() && namespace.recovery() != RecoveryMode.OFF;
	}

	private void unknownClient(ServerNamespace namespace, Throwable exception) {
		this.client.memberships().refused(name());
		namespace.watches().refused();
		refuse(exception, "The authentication of a client of namespace ");
		endIfRefused(namespace);
	}

	/** The client is known. */
	private void check(ServerNamespace namespace, @Nullable RecoveryCredentials former, JsonNode auth,
			@Nullable ClientIdentity own) {
		SocketIdentity identity;
		try {
			identity = this.client.server().identities().of(this.client, auth, own);
			ClientLimits limits = this.client.limits();
			if (limits != null) {
				limits.join(namespace, this.client.memberships(),
						(own != null) ? own.principal() : this.client.request().principal());
			}
		}
		catch (RuntimeException ex) {
			unknownClient(namespace, ex);
			namespace.leave();
			return;
		}
		check(namespace, former, identity);
	}

	private void check(ServerNamespace namespace, @Nullable RecoveryCredentials former, SocketIdentity identity) {
		if (recovers(namespace)) {
			new RecoveringJoin(this, this.client, namespace, identity, former).start();
		}
		else {
			check(new ServerSocket(this.client.socketId(name()), namespace, this.client, identity));
		}
	}

	/** A socket joins if the interceptors agree. */
	void check(ServerSocket socket) {
		Mono<Void> checks = socket.namespace().intercept(socket);
		if (checks == null) {
			joined(socket);
		}
		else {
			check(new JoinAttempt(this, socket), checks);
		}
	}

	/** A socket joins if these checks agree. */
	void check(JoinAttempt attempt, Mono<Void> checks) {
		if (this.client.memberships().begin(name(), attempt)) {
			checks.contextWrite(attempt.socket().context()).subscribe(attempt);
		}
		else {
			attempt.socket().disconnected(DisconnectReason.TRANSPORT_CLOSE, null);
		}
	}

	/** A socket could not be let in: a fresh one joins in its place. */
	void replace(RecoverableSocket socket) {
		// Before the other leaves it: it must not be empty meanwhile.
		boolean entered = socket.namespace().enter();
		this.client.memberships().rejoin(socket, new Rejoin());
		socket.disconnected(DisconnectReason.TRANSPORT_CLOSE, null);
		if (entered) {
			check(socket.namespace(), null, socket.identity());
		}
		else {
			this.client.memberships().refused(name());
			unknown();
		}
	}

	/**
	 * Until the fresh socket joins, the client is joining: it cannot do so twice.
	 */
	private static final class Rejoin implements PendingJoin {

		@Override
		public void cancel() {
		}

		@Override
		public @Nullable ServerSocket socket() {
			return null;
		}

	}

	void joined(ServerSocket socket) {
		if (socket.namespace().isClosed()) {
			refused(socket, new ConnectRefusedException(NamespaceRegistry.INVALID));
			return;
		}
		try {
			socket.restrict();
		}
		catch (RuntimeException ex) {
			refused(socket, ex);
			return;
		}
		if (!this.client.memberships().add(socket)) {
			socket.disconnected(DisconnectReason.TRANSPORT_CLOSE, null);
			return;
		}
		this.client.stopConnectTimer();
		socket.connected(this.client.protocol().joined(name(), socket.id(), socket.privateId()));
	}

	void refused(ServerSocket socket, Throwable exception) {
		this.client.memberships().refused(name());
		socket.namespace().watches().refused();
		refuse(exception, "A connect interceptor or AclProvider of namespace ");
		socket.disconnected(DisconnectReason.FORCED_SERVER_CLOSE, null);
		endIfRefused(socket.namespace());
	}

	private void endIfRefused(ServerNamespace namespace) {
		if (this.client.endsWith(namespace)) {
			this.client.output().send(new Packet.Disconnect(name()));
			this.client.close(DisconnectReason.FORCED_SERVER_CLOSE, "the root namespace was refused");
		}
	}

	private void refuse(Throwable exception, String who) {
		if (exception instanceof ConnectRefusedException refusal) {
			if (logger.isDebugEnabled()) {
				logger.debug("Refused a client in namespace " + LogText.of(name()) + ": "
						+ LogText.of(refusal.getMessage()));
			}
			refuse(String.valueOf(refusal.getMessage()), refusal.data());
		}
		else {
			if (!this.client.server().eventSettings().denials().test(exception)) {
				logger.error(who + LogText.of(name()) + " failed", exception);
			}
			else if (logger.isDebugEnabled()) {
				logger.debug("Denied a client access to namespace " + LogText.of(name()) + ": "
						+ LogText.of(exception.getMessage()));
			}
			refuse("Connection refused", null);
		}
	}

	private void refuse(String message, @Nullable Object data) {
		this.client.output().send(this.client.protocol().refused(name(), message, data));
	}

}
