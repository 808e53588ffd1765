package io.github.socketiospring.e2e.cluster;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Nested;
import org.jspecify.annotations.Nullable;

/**
 * Servers of this library beside one in Node.js: each operation, asked of each of them.
 */
class ClusterInteropTests {

	/**
	 * Two servers in Java, and one in Node.js.
	 */
	private abstract static class MixedKit extends ClusterKit {

		@Override
		List<ClusterServer> startServers(Engine engine) {
			String[] properties = engine.properties(javaSettings());
			return List.of(
					JavaServer.start("java-1", NAMESPACES, properties), NodeServer.start("node", engine.settings(Map
						.of("namespaces", NAMESPACES, "options", nodeSettings(), "package", nodePackage(engine)))),
					JavaServer.start("java-2", NAMESPACES, properties));
		}

		/** What the adapter is in. */
		String nodePackage(Engine engine) {
			return "@socket.io/" + (engine.adapter().equals(Engine.SHARDED) ? Engine.CLASSIC : engine.adapter())
					+ "-adapter";
		}

		/** Properties. */
		String[] javaSettings() {
			return new String[0];
		}

		/** Options of the adapter. */
		Map<String, ?> nodeSettings() {
			return Map.of();
		}

	}

	@Nested
	class Classic extends MixedKit {

		@Override
		Engine startEngine() {
			return Engine.single(Engine.CLASSIC);
		}

	}

	/** As it was from May 2022 on. */
	@Nested
	class ClassicWithOldNode extends Classic {

		@Override
		String nodePackage(Engine engine) {
			return "redis-adapter-7";
		}

	}

	@Nested
	class ClassicWithOtherSettings extends MixedKit {

		@Override
		Engine startEngine() {
			return Engine.single(Engine.CLASSIC);
		}

		@Override
		String[] javaSettings() {
			return new String[] { "socketio.adapter.prefix=app:{1}",
					"socketio.adapter.specific-response-channel=true" };
		}

		@Override
		Map<String, ?> nodeSettings() {
			return Map.of("key", "app:{1}", "publishOnSpecificResponseChannel", true);
		}

	}

	/**
	 * The same with sharded channels.
	 */
	private abstract static class ShardedKit extends MixedKit {

		private final String prefix;

		private final ShardedRooms rooms;

		ShardedKit(String prefix, ShardedRooms rooms) {
			this.prefix = prefix;
			this.rooms = rooms;
		}

		@Override
		Engine startEngine() {
			return Engine.single(Engine.SHARDED);
		}

		@Override
		@Nullable String channelOf(String room) {
			return this.rooms.channelOf(this.prefix, room);
		}

		@Override
		String[] javaSettings() {
			return new String[] { "socketio.adapter.prefix=" + this.prefix,
					"socketio.adapter.subscription-mode=" + this.rooms };
		}

		@Override
		Map<String, ?> nodeSettings() {
			return Map.of("channelPrefix", this.prefix, "subscriptionMode", this.rooms.toString());
		}

	}

	@Nested
	class Sharded extends ShardedKit {

		Sharded() {
			super("socket.io", ShardedRooms.DYNAMIC);
		}

	}

	@Nested
	class ShardedWithAllRooms extends ShardedKit {

		ShardedWithAllRooms() {
			super("app", ShardedRooms.DYNAMIC_PRIVATE);
		}

	}

	@Nested
	class ShardedWithoutRooms extends ShardedKit {

		ShardedWithoutRooms() {
			super("app", ShardedRooms.STATIC);
		}

	}

	/**
	 * As it was at first: what it emits to one socket goes to a channel that it does not
	 * subscribe to itself, if rooms have channels.
	 */
	@Nested
	class ShardedWithOldNode extends ShardedWithoutRooms {

		@Override
		String nodePackage(Engine engine) {
			return "redis-adapter-8.2";
		}

	}

	@Nested
	class ShardedInRedisCluster extends ShardedKit {

		ShardedInRedisCluster() {
			super("socket.io", ShardedRooms.DYNAMIC);
		}

		@Override
		Engine startEngine() {
			return Engine.cluster(Engine.SHARDED);
		}

	}

	@Nested
	class Streams extends MixedKit {

		@Override
		Engine startEngine() {
			return Engine.single(Engine.STREAMS);
		}

	}

	@Nested
	class Postgres extends MixedKit {

		@Override
		Engine startEngine() {
			return Engine.single(Engine.POSTGRES);
		}

	}

	@Nested
	class PostgresWithOtherSettings extends MixedKit {

		@Override
		Engine startEngine() {
			return Engine.single(Engine.POSTGRES);
		}

		@Override
		String[] javaSettings() {
			return new String[] { "socketio.adapter.postgres.channel-prefix=app:{1}",
					"socketio.adapter.postgres.table-name=app_messages",
					"socketio.adapter.postgres.payload-threshold=100B" };
		}

		@Override
		Map<String, ?> nodeSettings() {
			return Map.of("channelPrefix", "app:{1}", "tableName", "app_messages", "payloadThreshold", 100);
		}

	}

}
