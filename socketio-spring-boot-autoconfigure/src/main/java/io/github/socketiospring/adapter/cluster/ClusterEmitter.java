package io.github.socketiospring.adapter.cluster;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.github.socketiospring.MissingServersException;
import io.github.socketiospring.SocketIOEmitter;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.socketio.ReservedEvents;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to the servers of a cluster without being one of them. Immutable, and
 * safe for use by any thread.
 */
public final class ClusterEmitter implements SocketIOEmitter {

	/** The id of processes that serve no clients. */
	public static final String ID = "emitter";

	private final Function<String, ClusterChannel> channels;

	private final JsonCodec json;

	private final ClusterChannel channel;

	private final Selection selection;

	private final boolean compress;

	/**
	 * Creates an emitter for all sockets of the namespace {@code "/"}.
	 * @param channels makes the channel of the namespace with a given name; it is not
	 * opened, as nothing is received
	 * @param json writes values
	 */
	public ClusterEmitter(Function<String, ClusterChannel> channels, JsonCodec json) {
		this(channels, json, channels.apply("/"), Selection.ALL, true);
	}

	private ClusterEmitter(Function<String, ClusterChannel> channels, JsonCodec json, ClusterChannel channel,
			Selection selection, boolean compress) {
		this.channels = channels;
		this.json = json;
		this.channel = channel;
		this.selection = selection;
		this.compress = compress;
	}

	@Override
	public SocketIOEmitter of(String namespace) {
		String name = namespace.startsWith("/") ? namespace : "/" + namespace;
		return new ClusterEmitter(this.channels, this.json, this.channels.apply(name), Selection.ALL, true);
	}

	@Override
	public SocketIOEmitter to(String... rooms) {
		return select(new Selection(union(this.selection.rooms(), rooms), this.selection.except(), false));
	}

	@Override
	public SocketIOEmitter except(String... rooms) {
		return select(new Selection(this.selection.rooms(), union(this.selection.except(), rooms), false));
	}

	@Override
	public SocketIOEmitter compress(boolean value) {
		return new ClusterEmitter(this.channels, this.json, this.channel, this.selection, value);
	}

	private SocketIOEmitter select(Selection selected) {
		return new ClusterEmitter(this.channels, this.json, this.channel, selected, this.compress);
	}

	private static Set<String> union(Set<String> before, String... more) {
		Set<String> union = new LinkedHashSet<>(before);
		union.addAll(List.of(more));
		return Set.copyOf(union);
	}

	@Override
	public void emit(String event, @Nullable Object... arguments) {
		emit(event, false, arguments);
	}

	@Override
	public void volatileEmit(String event, @Nullable Object... arguments) {
		emit(event, true, arguments);
	}

	private void emit(String event, boolean isVolatile, @Nullable Object... arguments) {
		if (ReservedEvents.contains(event)) {
			throw new IllegalArgumentException(
					"\"" + event + "\" is a reserved event name: choose another name for your event");
		}
		send(new Command.Broadcast(this.selection, event, payload(arguments), isVolatile, this.compress));
	}

	private Payload payload(@Nullable Object... arguments) {
		return Payload.of(Payload.valuesOf(arguments), (values) -> {
			ByteArrayOutputStream output = new ByteArrayOutputStream(128);
			List<byte[]> attachments = new ArrayList<>(0);
			this.json.writeArray(output, null, values, attachments);
			return new Payload.Written(output.toByteArray(), attachments);
		});
	}

	@Override
	public void socketsJoin(String... rooms) {
		send(new Command.Join(this.selection, Set.of(rooms)));
	}

	@Override
	public void socketsLeave(String... rooms) {
		send(new Command.Leave(this.selection, Set.of(rooms)));
	}

	@Override
	public void disconnectSockets(boolean closeConnection) {
		send(new Command.Disconnect(this.selection, closeConnection));
	}

	@Override
	public void serverSideEmit(String event, @Nullable Object... arguments) {
		send(new Command.ServerSideEmit(event, payload(arguments)));
	}

	private void send(Command command) {
		if (!this.channel.publish(new ClusterMessage.Order(command))) {
			throw new MissingServersException("The message cannot be sent: there is no connection to the servers, or "
					+ "too much waits to be sent", Set.of());
		}
	}

}
