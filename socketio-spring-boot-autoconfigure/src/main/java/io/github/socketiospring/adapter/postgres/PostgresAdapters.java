package io.github.socketiospring.adapter.postgres;

import java.util.function.LongConsumer;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.cluster.AdapterCounters;
import io.github.socketiospring.adapter.cluster.ClusterAdapter;
import io.github.socketiospring.adapter.cluster.ClusterChannel;
import io.github.socketiospring.adapter.cluster.ClusterEmitter;
import io.github.socketiospring.adapter.cluster.wire.MessageCodec;
import io.github.socketiospring.adapter.cluster.wire.NodeMessages;
import io.github.socketiospring.adapter.cluster.wire.StoredNotices;
import io.github.socketiospring.codec.json.JsonCodec;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes adapters that reach other servers through PostgreSQL, Node's among them. All of
 * them share two connections, which are taken out of the application's pool and never
 * given back.
 */
public final class PostgresAdapters implements AdapterFactory, AdapterCounters, AutoCloseable {

	private final PostgresOptions options;

	private final MessageCodec codec;

	private final JsonCodec json;

	private final ChannelNames names;

	private final PostgresConnections postgres;

	/**
	 * Creates adapters. Nothing is connected before one of them starts.
	 * @param source where connections to PostgreSQL come from; two are needed
	 * @param codec reads and writes messages
	 * @param json writes what an emitter emits
	 * @param options how PostgreSQL is used
	 */
	public PostgresAdapters(DataSource source, MessageCodec codec, JsonCodec json, PostgresOptions options) {
		this.options = options;
		this.codec = codec;
		this.json = json;
		this.names = new ChannelNames(options.channelPrefix());
		this.postgres = new PostgresConnections(source, options);
	}

	@Override
	public Adapter create(AdapterNamespace namespace) {
		return new ClusterAdapter(namespace, channel(namespace.name(), namespace.serverId(), namespace),
				this.options.cluster());
	}

	/**
	 * Returns an emitter for processes that need not serve clients. Blocks until there is
	 * a connection, if the start may fail.
	 * @return an emitter
	 * @throws PostgresFailureException if there is none in time
	 */
	public ClusterEmitter emitter() {
		this.postgres.connect();
		return new ClusterEmitter((namespace) -> channel(namespace, ClusterEmitter.ID, null), this.json);
	}

	private ClusterChannel channel(String name, String serverId, @Nullable AdapterNamespace namespace) {
		return new PostgresChannel(this.postgres, new NodeMessages(this.codec, name, serverId),
				new StoredNotices(this.codec, serverId), this.names.of(name), namespace, this.options);
	}

	@Override
	public long published() {
		return this.postgres.publisher().counts().published();
	}

	@Override
	public void timePublishing(LongConsumer nanos) {
		this.postgres.publisher().counts().timeWith(nanos);
	}

	@Override
	public long refused() {
		return this.postgres.publisher().counts().refused();
	}

	@Override
	public long failed() {
		return this.postgres.publisher().counts().failed();
	}

	@Override
	public long invalid() {
		return this.postgres.invalid().count();
	}

	@Override
	public long pendingBytes() {
		return this.postgres.publisher().counts().pendingBytes();
	}

	/**
	 * Sends what was published, and closes the connections. To be called when all
	 * adapters have stopped.
	 */
	@Override
	public void close() {
		this.postgres.close();
	}

}
