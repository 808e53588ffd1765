package io.github.socketiospring.test;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.time.Duration;

import io.github.socketiospring.Revision;

import org.springframework.test.web.reactive.server.MockServerConfigurer;

/**
 * Connects clients to a server.
 *
 * @param server the server
 * @param settings what the clients are like
 */
record ClientBuilder(TestedServer server, ClientSettings settings) implements SocketIOTestClient.Builder {

	private ClientBuilder with(ClientSettings other) {
		return new ClientBuilder(this.server, other);
	}

	@Override
	public SocketIOTestClient.Builder revision(Revision revision) {
		return with(this.settings.withRevision(revision));
	}

	@Override
	public SocketIOTestClient.Builder auth(Object auth) {
		return with(this.settings.withAuth(auth));
	}

	@Override
	public SocketIOTestClient.Builder query(String name, String... values) {
		return with(this.settings.withQuery(name, values));
	}

	@Override
	public SocketIOTestClient.Builder header(String name, String... values) {
		return with(this.settings.withHeader(name, values));
	}

	@Override
	public SocketIOTestClient.Builder principal(Principal principal) {
		return with(this.settings.withPrincipal(principal));
	}

	@Override
	public SocketIOTestClient.Builder mutateWith(MockServerConfigurer configurer) {
		return with(this.settings.withConfigurer(configurer));
	}

	@Override
	public SocketIOTestClient.Builder remoteAddress(InetSocketAddress address) {
		return with(this.settings.withRemoteAddress(address));
	}

	@Override
	public SocketIOTestClient.Builder timeout(Duration timeout) {
		return with(this.settings.withTimeout(timeout));
	}

	@Override
	public SocketIOTestClient connect(String namespace) {
		return new TestConnection(this.server, this.settings).enter(namespace, this.settings.auth());
	}

}
