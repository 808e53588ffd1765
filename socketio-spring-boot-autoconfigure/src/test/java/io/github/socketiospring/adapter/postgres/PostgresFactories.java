package io.github.socketiospring.adapter.postgres;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.cluster.ClusterOptions;
import io.github.socketiospring.adapter.cluster.wire.MessageCodec;
import io.github.socketiospring.adapter.cluster.wire.MessageLimits;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.testkit.PostgresServer;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Adapters of several servers, over one PostgreSQL that runs as long as this is open.
 */
public final class PostgresFactories implements AutoCloseable {

	static final JsonCodec JSON = new JsonCodec(JsonMapper.shared(), JsonLimits.DEFAULTS);

	static final MessageCodec CODEC = new MessageCodec(JSON, MessageLimits.DEFAULTS);

	/** No server is gone because a test lets time pass. */
	static final ClusterOptions PATIENT = new ClusterOptions(Duration.ofDays(1), Duration.ofDays(10),
			ClusterOptions.DEFAULTS.maxTimeout());

	private final PostgresServer postgres = PostgresServer.start();

	/** By the server's id. */
	private final Map<String, PostgresAdapters> adapters = new ConcurrentHashMap<>();

	private PostgresFactories() {
	}

	/** Starts PostgreSQL. */
	public static PostgresFactories start() {
		return new PostgresFactories();
	}

	static PGSimpleDataSource source(String url) {
		PGSimpleDataSource source = new PGSimpleDataSource();
		source.setUrl(url);
		return source;
	}

	static PostgresOptions options() {
		return new PostgresOptions("socket.io", "socket_io_attachments", true, 8000, Duration.ofSeconds(30), PATIENT,
				1_000_000, 1_000_000, true, Duration.ofSeconds(30));
	}

	/** Makes the adapter of a namespace; each server has connections of its own. */
	public Adapter create(AdapterNamespace namespace) {
		return this.adapters
			.computeIfAbsent(namespace.serverId(),
					(id) -> new PostgresAdapters(source(this.postgres.jdbcUrl()), CODEC, JSON, options()))
			.create(namespace);
	}

	@Override
	public void close() {
		this.adapters.values().forEach(PostgresAdapters::close);
		this.postgres.close();
	}

}
