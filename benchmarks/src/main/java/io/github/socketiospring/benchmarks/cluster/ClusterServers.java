package io.github.socketiospring.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.github.socketiospring.benchmarks.process.Commands;
import io.github.socketiospring.benchmarks.process.Jvm;
import io.github.socketiospring.benchmarks.process.NodePackages;
import io.github.socketiospring.benchmarks.server.StarterServer;

/**
 * Knows how to start the servers of a cluster.
 */
final class ClusterServers {

	private final Jvm jvm;

	private final NodePackages node;

	private final String redis;

	ClusterServers(Path module, Jvm jvm, String redis) {
		this.jvm = jvm;
		this.node = new NodePackages(module);
		this.redis = redis;
	}

	/**
	 * Fetches what servers of Node.js need.
	 * @throws IOException if it cannot be had
	 */
	void installNode() throws IOException {
		this.node.install();
	}

	/**
	 * Returns the version of Redis.
	 * @throws IOException if there is none
	 */
	String redisVersion() throws IOException {
		try {
			// Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64
			String line = Commands.output(List.of(this.redis, "--version"));
			int start = line.indexOf("v=") + 2;
			return line.substring(start, line.indexOf(' ', start));
		}
		catch (IOException ex) {
			throw new IOException("There is no " + this.redis
					+ ": install redis-server 7 (apt-get install redis-server), or say where it is with --redis", ex);
		}
	}

	/**
	 * Starts servers that reach each other.
	 * @throws IOException if they do not start
	 */
	Cluster start(Kind kind, int size) throws IOException, InterruptedException {
		return Cluster.start(this.redis, (port) -> kind.isNode()
				? this.node.server(List.of(kind.adapter(), Integer.toString(port))) : starter(kind, port, true), size);
	}

	/**
	 * Starts servers that hand requests on.
	 * @throws IOException if they do not start
	 */
	Cluster startWithoutStickySessions(int size) throws IOException, InterruptedException {
		return Cluster.start(this.redis, (port) -> starter(Kind.REDIS, port, false), size);
	}

	private List<String> starter(Kind kind, int port, boolean stickySessions) throws IOException {
		return this.jvm.command(StarterServer.class,
				List.of("--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + port,
						"--socketio.adapter.type=" + kind.adapter(), "--socketio.adapter.start-timeout=2m",
						"--socketio.adapter.sticky-sessions=" + stickySessions,
						"--socketio.adapter.internal-address=127.0.0.1"));
	}

}
