package io.github.socketiospring.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.cluster.ClusterChannel;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.wire.NodeMessages;
import io.github.socketiospring.adapter.cluster.wire.Received;
import io.github.socketiospring.codec.json.PacketParseException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * Speaks to servers with {@code createShardedAdapter} of npm's
 * {@code @socket.io/redis-adapter}: a channel of the namespace that all servers receive,
 * one of each server for answers, and one of each room that only servers receive which
 * have members of the room.
 */
final class ShardedChannel implements ClusterChannel {

	private static final String END = "#";

	private final RedisConnections redis;

	private final NodeMessages messages;

	private final @Nullable AdapterNamespace namespace;

	private final RedisOptions.SubscriptionMode mode;

	private final String prefix;

	private final byte[] main;

	private final byte[] own;

	private final JoinedRooms joined = new JoinedRooms();

	private final Set<String> rooms = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Receiver receiver;

	/**
	 * Creates a channel.
	 * @param redis the connections
	 * @param messages the format of messages
	 * @param name the namespace's name
	 * @param serverId this server's id
	 * @param namespace the namespace; {@code null} where nothing is received
	 * @param options the names of Redis' channels
	 */
	ShardedChannel(RedisConnections redis, NodeMessages messages, String name, String serverId,
			@Nullable AdapterNamespace namespace, RedisOptions options) {
		this.redis = redis;
		this.messages = messages;
		this.namespace = namespace;
		this.mode = options.subscriptionMode();
		this.prefix = options.prefix() + END + name + END;
		this.main = this.prefix.getBytes(StandardCharsets.UTF_8);
		this.own = channel(serverId);
	}

	private byte[] channel(String last) {
		return (this.prefix + last + END).getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public Mono<Void> open(Receiver opened) {
		return Mono.defer(() -> {
			this.receiver = opened;
			RedisSubscriber subscriber = this.redis.subscriber();
			return this.redis.open(subscriber.ssubscribe(this.main, this::receive),
					subscriber.ssubscribe(this.own, this::receive));
		});
	}

	@Override
	public Mono<Void> close() {
		return Mono.defer(() -> {
			this.receiver = null;
			RedisSubscriber subscriber = this.redis.subscriber();
			this.rooms.forEach(this::roomDeleted);
			return Mono.whenDelayError(Mono.fromCompletionStage(subscriber.sunsubscribe(this.main)),
					Mono.fromCompletionStage(subscriber.sunsubscribe(this.own)));
		});
	}

	@Override
	public AdapterHealth health() {
		return this.redis.health();
	}

	@Override
	public boolean publish(ClusterMessage message) {
		byte[] channel = this.main;
		if (message instanceof ClusterMessage.Order order) {
			if (order.command() instanceof Command.Broadcast broadcast) {
				channel = channelOf(broadcast.selection());
			}
			else if (order.command() instanceof Command.Join join) {
				this.joined.add(join.rooms());
			}
		}
		return RedisConnections.isTaken(send(channel, this.messages.write(message, false)));
	}

	private byte[] channelOf(Selection selection) {
		if (selection.socket() != null) {
			return hasChannel(selection.socket()) ? channel(selection.socket()) : this.main;
		}
		if (selection.rooms().size() == 1) {
			String room = selection.rooms().iterator().next();
			if (hasChannel(room) && !this.joined.contains(room)) {
				return channel(room);
			}
		}
		return this.main;
	}

	@Override
	public CompletionStage<?> answer(String asking, ClusterMessage.Response answer, boolean detailed) {
		return send(channel(asking), this.messages.write(answer, detailed));
	}

	private CompletionStage<?> send(byte[] channel, byte[] message) {
		return this.redis.sent(this.redis.publisher().spublish(channel, message));
	}

	@Override
	public boolean countsServers() {
		return true;
	}

	@Override
	public Mono<Integer> countServers() {
		return Mono.fromCompletionStage(() -> this.redis.publisher().shardNumSub(this.main)).map(Math::toIntExact);
	}

	// Rooms

	/** "looks like the id of a socket" is what the reference adapter asks, too. */
	private boolean hasChannel(String room) {
		return switch (this.mode) {
			case STATIC -> false;
			case DYNAMIC -> room.length() != 20;
			case DYNAMIC_PRIVATE -> true;
		};
	}

	@Override
	public void roomCreated(String room) {
		if (hasChannel(room) && this.rooms.add(room)) {
			this.redis.subscriber().ssubscribe(channel(room), this::receive).whenComplete((done, ex) -> {
				if (ex != null && this.rooms.contains(room) && this.receiver != null) {
					this.redis.invalid().add(() -> "no subscription of a room: " + ex.getMessage());
				}
			});
		}
	}

	@Override
	public void roomDeleted(String room) {
		if (this.rooms.remove(room)) {
			this.redis.subscriber().sunsubscribe(channel(room));
		}
	}

	@Override
	public void socketAdded(String id) {
		roomCreated(id);
	}

	@Override
	public void socketRemoved(String id) {
		roomDeleted(id);
	}

	// In

	private boolean mayBeFor(Selection selection) {
		return this.namespace != null && this.namespace.mayBeFor(selection);
	}

	private void receive(byte[] channel, byte[] message) {
		Receiver open = this.receiver;
		if (open == null) {
			return;
		}
		try {
			Predicate<Selection> here = this::mayBeFor;
			Received received = this.messages.read(message, here);
			if (received != null) {
				// In a cluster of Redis, each server of it has a thread.
				synchronized (this) {
					open.received(received.sender(), received.message());
				}
			}
		}
		catch (PacketParseException | JacksonException ex) {
			this.redis.invalid().add(() -> String.valueOf(ex.getMessage()));
		}
	}

}
