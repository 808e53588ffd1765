package io.github.socketiospring.transport.forward;

import io.github.socketiospring.adapter.ServerDirectory;
import io.github.socketiospring.testkit.InMemoryServerDirectory;
import io.github.socketiospring.testkit.TestServer;
import io.netty.channel.ChannelOption;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;

/**
 * Servers that hand requests on to each other.
 */
final class ForwardCluster {

	private static final int SEND_BUFFER = 32 * 1024;

	private final InMemoryServerDirectory directory = new InMemoryServerDirectory();

	/** The owner of all sessions, behind two servers that hold none. */
	static TestServer ownerBehindOthers(TestServer.Builder owner) {
		ForwardCluster cluster = new ForwardCluster();
		return cluster.joining(owner).start().behind(cluster.narrow(), cluster.narrow());
	}

	/** What its system takes in advance must be much less than a large message. */
	private TestServer narrow() {
		return server()
			.bean(NettyServerCustomizer.class, (http) -> http.childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER))
			.start();
	}

	InMemoryServerDirectory directory() {
		return this.directory;
	}

	/** A server that does nothing by itself. */
	TestServer.Builder server() {
		return joining(TestServer.builder());
	}

	TestServer.Builder joining(TestServer.Builder server) {
		return server.bean(ServerDirectory.class, this.directory)
			.properties("socketio.adapter.sticky-sessions=false", "socketio.adapter.internal-address=127.0.0.1");
	}

}
