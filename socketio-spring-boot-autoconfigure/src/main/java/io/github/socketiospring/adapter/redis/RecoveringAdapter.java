package io.github.socketiospring.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Departure;
import io.github.socketiospring.adapter.Entrance;
import io.github.socketiospring.adapter.RecoveryLimits;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.ReturningSocket;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.cluster.ClusterAdapter;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.ClusterOptions;
import io.github.socketiospring.adapter.cluster.wire.NodeMessages;
import io.github.socketiospring.adapter.cluster.wire.Received;
import io.github.socketiospring.codec.json.PacketParseException;
import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * Remembers sockets that have gone, and what they miss, in Redis. What this server tells
 * sockets is done when it is read from the stream, in the same order as on all other
 * servers: so the last offset that a client has received says what it has received
 * before, whoever has sent it. While Redis is away it is done at once, without offsets.
 */
final class RecoveringAdapter extends ClusterAdapter implements StreamsChannel.Entries {

	/**
	 * How long to wait for the stream when the connection was lost: to learn whether it
	 * has an event, and to read the event from it. Clients that have an event without its
	 * offset get it once more when they recover, if the stream has it.
	 */
	private static final Duration DOUBT = Duration.ofSeconds(5);

	private static final Duration SAVE_TIMEOUT = Duration.ofSeconds(5);

	private final StreamsChannel channel;

	private final SessionStore sessions;

	private final SerialTasks tasks = new SerialTasks();

	/** Guards what follows, and the order of what is queued for sockets. */
	private final Object lock = new Object();

	private final OwnCommands own = new OwnCommands();

	private final Resumptions resumptions;

	private volatile String newest = "";

	RecoveringAdapter(AdapterNamespace namespace, StreamsChannel channel, ClusterOptions options, SessionStore sessions,
			RecoveryLimits limits, InstantSource time) {
		super(namespace, channel, options);
		this.channel = channel;
		this.sessions = sessions;
		this.resumptions = new Resumptions(this.lock, channel, sessions, limits, time);
		channel.entries(this);
	}

	@Override
	public Mono<Void> start() {
		return super.start().then(Mono.fromRunnable(() -> {
			synchronized (this.lock) {
				if (this.newest.isEmpty()) {
					this.newest = this.channel.newestId();
				}
			}
		}));
	}

	@Override
	public Mono<Void> stop() {
		return this.sessions.saved().timeout(SAVE_TIMEOUT).onErrorComplete().then(super.stop());
	}

	// Out

	@Override
	public void send(Command command) {
		ClusterMessage.Order order = new ClusterMessage.Order(command);
		if (!StreamsChannel.isKept(order)) {
			super.send(command);
		}
		else if (!command.scope().includesOtherServers()) {
			inTurn(() -> execute(command, null));
		}
		else {
			append(command, this.channel.messages().writeEntry(order));
		}
	}

	private void append(Command command, NodeMessages.Entry entry) {
		OwnCommands.Own own;
		CompletionStage<String> adding;
		OwnCommands.Own overdue;
		synchronized (this.lock) {
			own = this.own.add((id) -> execute(command, id));
			adding = this.channel.append(entry, own.number());
			overdue = this.own.overdue();
		}
		if (overdue != null) {
			failed(overdue);
		}
		adding.whenComplete((id, ex) -> {
			if (ex instanceof RefusedException || ex instanceof RedisCommandExecutionException) {
				failed(own);
			}
			else if (ex != null) {
				// It may be in the stream. Then it is read, as soon as that is possible.
				namespace().schedule(DOUBT, () -> failed(own));
			}
		});
	}

	private void failed(OwnCommands.Own own) {
		give(() -> this.own.failed(own));
	}

	/** Runs what waits no longer, in turn with everything else. */
	private void give(Supplier<List<Runnable>> given) {
		this.tasks.run(() -> {
			List<Runnable> actions;
			synchronized (this.lock) {
				actions = given.get();
			}
			actions.forEach(Runnable::run);
		});
	}

	@Override
	public void unread() {
		long number;
		synchronized (this.lock) {
			if (this.own.isEmpty()) {
				return;
			}
			number = this.own.newest();
		}
		// Redis may have added it, and be gone before it was read.
		namespace().schedule(DOUBT, () -> give(() -> this.own.failedUpTo(number)));
	}

	/** Does something after all that this server has added to the stream before. */
	private void inTurn(Runnable action) {
		OwnCommands.Own marker;
		synchronized (this.lock) {
			marker = this.own.isEmpty() ? null : this.own.add((id) -> action.run());
		}
		if (marker == null) {
			action.run();
		}
		else {
			failed(marker);
		}
	}

	@Override
	public <R> Flux<R> request(Request<R> request) {
		if (!(request instanceof Request.BroadcastWithAck)) {
			return super.request(request);
		}
		Flux<R> answers = super.request(request);
		return Mono.<Void>create((sink) -> inTurn(sink::success)).thenMany(answers);
	}

	// In

	@Override
	public void entry(StreamEntry entry, String sender, NodeMessages.Entry data) {
		this.tasks.run(() -> {
			try {
				read(entry, sender, data);
			}
			catch (PacketParseException | JacksonException ex) {
				this.channel.invalid(ex);
			}
		});
	}

	private void read(StreamEntry entry, String sender, NodeMessages.Entry data) {
		long number = sender.equals(namespace().serverId()) ? number(entry) : 0;
		if (number == 0) {
			foreign(entry.id(), sender, data);
			return;
		}
		List<Runnable> actions;
		boolean done;
		synchronized (this.lock) {
			done = this.own.isLate(number);
			actions = this.own.read(number, entry.id());
		}
		actions.forEach(Runnable::run);
		if (done) {
			// Clients of this server have it without its offset.
			missedOnly(entry.id(), sender, data);
		}
	}

	private static long number(StreamEntry entry) {
		byte[] number = entry.fields().get(StreamsChannel.NUMBER);
		try {
			return (number != null) ? Long.parseLong(new String(number, StandardCharsets.US_ASCII)) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private void foreign(String id, String sender, NodeMessages.Entry data) {
		Predicate<Selection> wanted = (selection) -> !this.resumptions.isEmpty() || namespace().mayBeFor(selection);
		Received received = this.channel.messages().decodeEntry(sender, data, wanted);
		Command command = command(received);
		if (command != null) {
			execute(command, id);
			return;
		}
		if (received != null && !sender.equals(namespace().serverId())) {
			this.channel.receiveEntry(received);
		}
		missedOnly(id, sender, data);
	}

	/** Nobody here is meant, but somebody may have begun to come back. */
	private void missedOnly(String id, String sender, NodeMessages.Entry data) {
		synchronized (this.lock) {
			if (!this.resumptions.isEmpty()) {
				Command command = command(this.channel.messages().decodeEntry(sender, data, (selection) -> true));
				if (command != null) {
					this.resumptions.tell(id, command);
				}
			}
			this.newest = id;
		}
	}

	private static @Nullable Command command(@Nullable Received received) {
		return (received != null && received.message() instanceof ClusterMessage.Order order) ? order.command() : null;
	}

	@Override
	protected void ordered(Command command) {
		// Only what the stream does not have comes from elsewhere.
		command.applyTo(namespace());
	}

	private void execute(Command command, @Nullable String id) {
		if (command instanceof Command.Broadcast broadcast) {
			Runnable queued;
			synchronized (this.lock) {
				queued = namespace().queue(broadcast, broadcast.isVolatile() ? null : id);
				if (id != null) {
					this.resumptions.tell(id, command);
					this.newest = id;
				}
			}
			queued.run();
			return;
		}
		if (id == null) {
			command.applyTo(namespace());
			return;
		}
		// A socket on its way back learns it, then it is here; one that goes is here, and
		// is done to it again when it comes back.
		synchronized (this.lock) {
			this.resumptions.tell(id, command);
		}
		command.applyTo(namespace());
		synchronized (this.lock) {
			this.newest = id;
		}
	}

	// Recovery

	@Override
	public boolean recovers() {
		return true;
	}

	@Override
	public String newestOffset() {
		return this.newest;
	}

	@Override
	public void persist(Departure departure) {
		SavedSession session;
		String at;
		synchronized (this.lock) {
			session = departure.go();
			at = this.newest;
		}
		if (session != null) {
			this.resumptions.save(session, at);
		}
	}

	@Override
	public Mono<SavedSession> restore(ReturningSocket socket) {
		return this.resumptions.restore(socket);
	}

	@Override
	public void allow(String privateId, @Nullable Set<String> events) {
		this.resumptions.allow(privateId, events);
	}

	@Override
	public void abandon(SavedSession session) {
		this.resumptions.abandon(session);
	}

	@Override
	public Mono<Boolean> resume(SavedSession session, String offset, Entrance entrance) {
		return this.resumptions.resume(session, offset, entrance, () -> this.newest, this::done);
	}

	/** Completes when this server has done what the stream has, up to an entry. */
	private Mono<Void> done(String id) {
		if (StreamId.number(this.newest) >= StreamId.number(id)) {
			return Mono.empty();
		}
		return this.channel.handedOnUpTo(id).then(Mono.create((sink) -> this.tasks.run(sink::success)));
	}

}
