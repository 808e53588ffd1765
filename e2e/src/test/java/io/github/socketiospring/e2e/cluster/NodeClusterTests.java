package io.github.socketiospring.e2e.cluster;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Nested;
import org.jspecify.annotations.Nullable;

/**
 * Servers in Node.js alone, so that one knows what they do, and that the kit is right.
 */
class NodeClusterTests {

	/**
	 * Two servers.
	 */
	private abstract static class NodeKit extends ClusterKit {

		@Override
		List<ClusterServer> startServers(Engine engine) {
			Map<String, Object> settings = engine.settings(Map.of("namespaces", NAMESPACES));
			return List.of(NodeServer.start("node-1", settings), NodeServer.start("node-2", settings));
		}

	}

	@Nested
	class Classic extends NodeKit {

		@Override
		Engine startEngine() {
			return Engine.single(Engine.CLASSIC);
		}

	}

	@Nested
	class Sharded extends NodeKit {

		@Override
		Engine startEngine() {
			return Engine.single(Engine.SHARDED);
		}

		@Override
		@Nullable String channelOf(String room) {
			return ShardedRooms.DYNAMIC.channelOf("socket.io", room);
		}

	}

	@Nested
	class ShardedInRedisCluster extends NodeKit {

		@Override
		Engine startEngine() {
			return Engine.cluster(Engine.SHARDED);
		}

		@Override
		@Nullable String channelOf(String room) {
			return ShardedRooms.DYNAMIC.channelOf("socket.io", room);
		}

	}

	@Nested
	class Streams extends NodeKit {

		@Override
		Engine startEngine() {
			return Engine.single(Engine.STREAMS);
		}

	}

	@Nested
	class Postgres extends NodeKit {

		@Override
		Engine startEngine() {
			return Engine.single(Engine.POSTGRES);
		}

	}

}
