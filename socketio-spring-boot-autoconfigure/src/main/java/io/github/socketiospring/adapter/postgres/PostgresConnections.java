package io.github.socketiospring.adapter.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.sql.DataSource;

import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.adapter.cluster.FaultLog;
import reactor.core.publisher.Mono;

/**
 * The two connections of one server, one to send and one to listen, which all of its
 * namespaces use. They are opened when the first namespace needs them. Safe for use by
 * any thread.
 */
final class PostgresConnections {

	private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

	private final PostgresOptions options;

	private final MessageTable table;

	private final LinkStates states = new LinkStates();

	private final FaultLog unsent = new FaultLog("A message does not reach other servers");

	private final FaultLog invalid = new FaultLog("A message that another server has published is dropped");

	private final PostgresPublisher publisher;

	private final PostgresListener listener;

	PostgresConnections(DataSource source, PostgresOptions options) {
		this(source, options, PostgresTimes.DEFAULT);
	}

	PostgresConnections(DataSource source, PostgresOptions options, PostgresTimes times) {
		this.options = options;
		this.table = new MessageTable(options.table(), options.createTable());
		this.publisher = new PostgresPublisher(source, this.table, options, times, this.states, this.unsent);
		this.listener = new PostgresListener(source, times, this.states, this.invalid, this.publisher::doubt);
	}

	PostgresPublisher publisher() {
		return this.publisher;
	}

	PostgresListener listener() {
		return this.listener;
	}

	/** Counts what has come and is not valid. */
	FaultLog invalid() {
		return this.invalid;
	}

	/** Counts what could not be sent. */
	FaultLog unsent() {
		return this.unsent;
	}

	/** Loads a message that was too large to be sent. Called by the listener's thread. */
	byte[] load(Connection session, long id) throws SQLException {
		return this.table.load(session, id, this.options.maxMessageBytes());
	}

	/**
	 * Opens the connections, if that has not been done.
	 * @param listening completes when the channels that are needed are listened to
	 * @return completes when all that is there, or at once if the server may start
	 * without
	 */
	Mono<Void> open(CompletionStage<Void> listening) {
		CompletableFuture<Void> all = all(this.publisher.link().start(), this.listener.link().start(),
				listening.toCompletableFuture());
		return this.options.failFast() ? orUnreachable(all) : Mono.empty();
	}

	/**
	 * Opens the connection that is needed to send, and waits for it unless the
	 * application may start without.
	 */
	void connect() {
		CompletableFuture<Void> connected = all(this.publisher.link().start());
		if (this.options.failFast()) {
			orUnreachable(connected).block();
		}
	}

	/** Fails with the first of them. Nobody is told of what fails afterwards. */
	@SafeVarargs
	private static CompletableFuture<Void> all(CompletableFuture<Void>... parts) {
		CompletableFuture<Void> all = CompletableFuture.allOf(parts);
		for (CompletableFuture<Void> part : parts) {
			part.whenComplete((done, ex) -> {
				if (ex != null) {
					all.completeExceptionally(ex);
				}
			});
		}
		return all;
	}

	private Mono<Void> orUnreachable(CompletableFuture<Void> connected) {
		return Mono.fromFuture(connected.orTimeout(this.options.startTimeout().toNanos(), TimeUnit.NANOSECONDS))
			.onErrorMap(TimeoutException.class, (ex) -> new PostgresFailureException(
					"The other servers of the cluster cannot be reached through PostgreSQL: " + health().description(),
					"Start PostgreSQL, or set spring.datasource.* to where it is; the pool must have two connections to "
							+ "spare. With socketio.adapter.fail-fast=false the application starts all the same, serves "
							+ "its own clients, and joins the other servers as soon as PostgreSQL answers."));
	}

	AdapterHealth health() {
		return this.states.health();
	}

	/** Sends what was published, and closes everything. */
	void close() {
		this.publisher.close(CLOSE_LIMIT);
		this.listener.close(CLOSE_LIMIT);
	}

}
