package io.github.socketiospring.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.cluster.ClusterChannel;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.wire.ClassicMessages;
import io.github.socketiospring.adapter.cluster.wire.Received;
import io.github.socketiospring.codec.json.PacketParseException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * Speaks to servers with npm's {@code @socket.io/redis-adapter}: events are published to
 * a channel of the namespace, or of the one room they are for; all servers receive both.
 */
final class ClassicChannel implements ClusterChannel {

	private static final String END = "#";

	private final RedisConnections redis;

	private final ClassicMessages messages;

	private final @Nullable AdapterNamespace namespace;

	private final boolean specificResponses;

	private final String events;

	private final byte[] allEvents;

	private final byte[] pattern;

	private final byte[] requests;

	private final String responses;

	private final byte[] commonResponses;

	private final byte[] ownResponses;

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
	ClassicChannel(RedisConnections redis, ClassicMessages messages, String name, String serverId,
			@Nullable AdapterNamespace namespace, RedisOptions options) {
		this.redis = redis;
		this.messages = messages;
		this.namespace = namespace;
		this.specificResponses = options.specificResponseChannel();
		this.events = options.prefix() + END + name + END;
		this.allEvents = bytes(this.events);
		this.pattern = bytes(escaped(this.events) + "*");
		this.requests = bytes(options.prefix() + "-request#" + name + END);
		this.responses = options.prefix() + "-response#" + name + END;
		this.commonResponses = bytes(this.responses);
		this.ownResponses = bytes(this.responses + serverId + END);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** Names of namespaces are no patterns. */
	private static String escaped(String name) {
		return name.replaceAll("[\\\\*?\\[\\]^]", "\\\\$0");
	}

	@Override
	public Mono<Void> open(Receiver opened) {
		return Mono.defer(() -> {
			this.receiver = opened;
			RedisSubscriber subscriber = this.redis.subscriber();
			return this.redis.open(subscriber.psubscribe(this.pattern, this::receiveEvent),
					subscriber.subscribe(this.requests, this::receiveRequest),
					subscriber.subscribe(this.commonResponses, this::receiveResponse),
					subscriber.subscribe(this.ownResponses, this::receiveResponse));
		});
	}

	@Override
	public Mono<Void> close() {
		return Mono.defer(() -> {
			this.receiver = null;
			RedisSubscriber subscriber = this.redis.subscriber();
			return Mono.whenDelayError(Mono.fromCompletionStage(subscriber.punsubscribe(this.pattern)),
					Mono.fromCompletionStage(subscriber.unsubscribe(this.requests)),
					Mono.fromCompletionStage(subscriber.unsubscribe(this.commonResponses)),
					Mono.fromCompletionStage(subscriber.unsubscribe(this.ownResponses)));
		});
	}

	@Override
	public AdapterHealth health() {
		return this.redis.health();
	}

	@Override
	public boolean publish(ClusterMessage message) {
		if (message instanceof ClusterMessage.Order order && order.command() instanceof Command.Broadcast broadcast) {
			return publish(channelOf(broadcast.selection()), this.messages.writeEvent(broadcast));
		}
		return publish(this.requests, this.messages.writeRequest(message));
	}

	private byte[] channelOf(Selection selection) {
		String only = selection.socket();
		if (only == null && selection.rooms().size() == 1) {
			only = selection.rooms().iterator().next();
		}
		return (only != null) ? bytes(this.events + only + END) : this.allEvents;
	}

	@Override
	public CompletionStage<?> answer(String asking, ClusterMessage.Response answer, boolean detailed) {
		boolean specific = !asking.isEmpty() && (detailed || this.specificResponses);
		return send(specific ? bytes(this.responses + asking + END) : this.commonResponses,
				this.messages.writeResponse(answer, detailed));
	}

	private boolean publish(byte[] channel, byte[] message) {
		return RedisConnections.isTaken(send(channel, message));
	}

	private CompletionStage<?> send(byte[] channel, byte[] message) {
		return this.redis.sent(this.redis.publisher().publish(channel, message));
	}

	@Override
	public boolean countsServers() {
		return true;
	}

	@Override
	public Mono<Integer> countServers() {
		return Mono.fromCompletionStage(() -> this.redis.publisher().numSub(this.requests)).map(Math::toIntExact);
	}

	// In

	private boolean mayBeFor(Selection selection) {
		return this.namespace != null && this.namespace.mayBeFor(selection);
	}

	private void receiveEvent(byte[] channel, byte[] message) {
		if (channel.length > this.allEvents.length) {
			String room = new String(channel, this.allEvents.length, channel.length - this.allEvents.length - 1,
					StandardCharsets.UTF_8);
			if (!mayBeFor(new Selection(Set.of(room), Set.of(), false))) {
				return;
			}
		}
		Predicate<Selection> here = this::mayBeFor;
		receive(message, (bytes) -> this.messages.readEvent(bytes, here));
	}

	private void receiveRequest(byte[] channel, byte[] message) {
		Predicate<Selection> here = this::mayBeFor;
		receive(message, (bytes) -> this.messages.readRequest(bytes, here));
	}

	private void receiveResponse(byte[] channel, byte[] message) {
		receive(message, this.messages::readResponse);
	}

	private void receive(byte[] message, Function<byte[], @Nullable Received> reading) {
		Receiver open = this.receiver;
		if (open == null) {
			return;
		}
		try {
			Received received = reading.apply(message);
			if (received != null) {
				if (received.receipt() != null) {
					send(this.commonResponses, received.receipt());
				}
				// The connection before the last may still say something.
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
