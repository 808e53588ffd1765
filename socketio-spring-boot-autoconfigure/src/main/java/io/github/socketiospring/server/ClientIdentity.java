package io.github.socketiospring.server;

import java.security.Principal;

import reactor.util.context.ContextView;

/**
 * Who a client is in one namespace, if its credentials were for that namespace alone and
 * not for its connection. Immutable.
 *
 * @param principal who it is
 * @param context the Reactor context that everything runs with that is called for the
 * client in that namespace: what is in the connection's, with another security context
 */
public record ClientIdentity(Principal principal, ContextView context) {

	/**
	 * In the context of a connection, the key of the id of the web session that its first
	 * request belonged to.
	 */
	public static final String SESSION_ID = ClientIdentity.class.getName() + ".sessionId";

	/** Without what the principal may tell of the credentials. */
	@Override
	public String toString() {
		return "ClientIdentity[" + this.principal.getName() + "]";
	}

}
