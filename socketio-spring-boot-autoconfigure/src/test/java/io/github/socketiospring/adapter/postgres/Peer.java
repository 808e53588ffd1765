package io.github.socketiospring.adapter.postgres;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.wire.NodeMessages;
import io.github.socketiospring.adapter.cluster.wire.StoredNotices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The connections of a server, and one channel.
 */
final class Peer implements AutoCloseable {

	private final PostgresConnections connections;

	private final PostgresChannel channel;

	private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	Peer(String id, DataSource source, PostgresOptions options) {
		this(id, source, options, "/");
	}

	Peer(String id, DataSource source, PostgresOptions options, String namespace) {
		this(id, options, namespace, new PostgresConnections(source, options));
	}

	Peer(String id, PostgresOptions options, String namespace, PostgresConnections connections) {
		this.connections = connections;
		this.channel = new PostgresChannel(this.connections, new NodeMessages(PostgresFactories.CODEC, namespace, id),
				new StoredNotices(PostgresFactories.CODEC, id), new ChannelNames(options.channelPrefix()).of(namespace),
				null, options);
	}

	Peer open() {
		this.channel.open((sender, message) -> {
			if (message instanceof ClusterMessage.Order order
					&& order.command() instanceof Command.ServerSideEmit emitted) {
				this.events.add(emitted.event());
			}
		}).block();
		return this;
	}

	PostgresConnections connections() {
		return this.connections;
	}

	PostgresChannel channel() {
		return this.channel;
	}

	boolean isUp() {
		return this.connections.health().up();
	}

	boolean emit(String event, Object... arguments) {
		return this.channel.publish(new ClusterMessage.Order(new Command.ServerSideEmit(event, payload(arguments))));
	}

	private static Payload payload(Object... arguments) {
		return Payload.of(Payload.valuesOf(arguments), (values) -> {
			ByteArrayOutputStream output = new ByteArrayOutputStream();
			List<byte[]> attachments = new ArrayList<>();
			PostgresFactories.JSON.writeArray(output, null, values, attachments);
			return new Payload.Written(output.toByteArray(), attachments);
		});
	}

	String next() throws InterruptedException {
		String event = this.events.poll(30, TimeUnit.SECONDS);
		assertThat(event).isNotNull();
		return event;
	}

	boolean hasNone() {
		return this.events.isEmpty();
	}

	@Override
	public void close() {
		this.channel.close().block();
		this.connections.close();
	}

}
