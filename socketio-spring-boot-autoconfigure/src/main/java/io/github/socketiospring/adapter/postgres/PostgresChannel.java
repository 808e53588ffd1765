package io.github.socketiospring.adapter.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.cluster.ClusterChannel;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.wire.NodeMessages;
import io.github.socketiospring.adapter.cluster.wire.Received;
import io.github.socketiospring.adapter.cluster.wire.StoredNotices;
import io.github.socketiospring.codec.json.PacketParseException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * Speaks to servers with npm's {@code @socket.io/postgres-adapter}: one channel of each
 * namespace has everything, answers too, and a table what is binary or too large.
 */
final class PostgresChannel implements ClusterChannel, PostgresListener.Taker {

	/** A notification has less than 8000 bytes. */
	private static final int MAX_PAYLOAD = 7999;

	private final PostgresConnections postgres;

	private final NodeMessages messages;

	private final StoredNotices notices;

	private final @Nullable AdapterNamespace namespace;

	private final String name;

	private final int threshold;

	private volatile @Nullable Receiver receiver;

	/**
	 * Creates a channel.
	 * @param postgres the connections
	 * @param messages the format of messages
	 * @param notices the format of notices
	 * @param name the name of PostgreSQL's channel
	 * @param namespace the namespace; {@code null} where nothing is received
	 * @param options when messages are stored
	 */
	PostgresChannel(PostgresConnections postgres, NodeMessages messages, StoredNotices notices, String name,
			@Nullable AdapterNamespace namespace, PostgresOptions options) {
		this.postgres = postgres;
		this.messages = messages;
		this.notices = notices;
		this.name = name;
		this.namespace = namespace;
		this.threshold = Math.min(options.payloadThreshold(), MAX_PAYLOAD);
	}

	@Override
	public Mono<Void> open(Receiver opened) {
		return Mono.defer(() -> {
			this.receiver = opened;
			return this.postgres.open(this.postgres.listener().listen(this.name, this));
		});
	}

	@Override
	public Mono<Void> close() {
		return Mono.fromRunnable(() -> {
			this.receiver = null;
			this.postgres.listener().forget(this.name);
		});
	}

	@Override
	public AdapterHealth health() {
		return this.postgres.health();
	}

	@Override
	public boolean publish(ClusterMessage message) {
		return !publish(message, false).isCompletedExceptionally();
	}

	@Override
	public CompletionStage<?> answer(String asking, ClusterMessage.Response answer, boolean detailed) {
		return publish(answer, detailed);
	}

	private CompletableFuture<Void> publish(ClusterMessage message, boolean detailed) {
		byte[] bytes = this.messages.write(message, detailed);
		boolean isJson = bytes[0] == '{';
		if (isJson && bytes.length <= this.threshold) {
			return this.postgres.publisher()
				.publish(new Outgoing.Plain(this.name, new String(bytes, StandardCharsets.UTF_8)));
		}
		byte[] msgpack = isJson ? this.messages.writeMsgpack(message, detailed) : bytes;
		return this.postgres.publisher()
			.publish(new Outgoing.Stored(this.name, new String(this.notices.begin(message), StandardCharsets.UTF_8),
					msgpack));
	}

	@Override
	public boolean countsServers() {
		return false;
	}

	@Override
	public Mono<Integer> countServers() {
		return Mono.error(new UnsupportedOperationException("PostgreSQL does not tell who listens"));
	}

	// In

	private boolean mayBeFor(Selection selection) {
		return this.namespace != null && this.namespace.mayBeFor(selection);
	}

	@Override
	public void heard(Connection session, String message) throws SQLException {
		Receiver open = this.receiver;
		if (open == null) {
			return;
		}
		try {
			byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
			Long id = this.notices.read(bytes);
			Predicate<Selection> here = this::mayBeFor;
			Received received = this.messages.read((id != null) ? this.postgres.load(session, id) : bytes, here);
			if (received != null) {
				open.received(received.sender(), received.message());
			}
		}
		catch (PacketParseException | JacksonException ex) {
			this.postgres.invalid().add(() -> String.valueOf(ex.getMessage()));
		}
	}

}
