package io.github.socketiospring.adapter.cluster;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.MissingServersException;
import io.github.socketiospring.adapter.AckReply;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterHealth;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.SocketDetails;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * An adapter that reaches other servers through a {@link ClusterChannel}: it sends
 * commands and applies those of others, asks and answers questions, and knows which
 * servers are there. Safe for use by any thread.
 */
public class ClusterAdapter implements Adapter {

	/** The id of processes that serve no clients. */
	static final String EMITTER = ClusterEmitter.ID;

	/** The most questions that wait for answers at a time. */
	private static final int MAX_QUESTIONS = 10_000;

	/** How often it is looked who is still there, as a part of the time-out. */
	private static final int TICKS = 10;

	private static final SecureRandom random = new SecureRandom();

	private final AdapterNamespace namespace;

	private final ClusterChannel channel;

	private final ClusterOptions options;

	private final Members members = new Members();

	private final Map<String, PendingQuestion<?>> questions = new ConcurrentHashMap<>();

	private final Answering answering;

	private final String idPrefix;

	private final AtomicLong ids = new AtomicLong();

	/** Set while it takes part in the cluster. */
	private volatile Disposable.@Nullable Swap heartbeat;

	/** Whether something was published since the last sign of life. */
	private volatile boolean published;

	/** Whether there was no connection to other servers at the last tick. */
	private volatile boolean deaf;

	/**
	 * Creates an adapter.
	 * @param namespace the namespace it serves
	 * @param channel its way to other servers
	 * @param options how servers deal with each other
	 */
	public ClusterAdapter(AdapterNamespace namespace, ClusterChannel channel, ClusterOptions options) {
		this.namespace = namespace;
		this.channel = channel;
		this.options = options;
		this.answering = new Answering(namespace, channel, options.maxTimeout());
		byte[] prefix = new byte[6];
		random.nextBytes(prefix);
		this.idPrefix = HexFormat.of().formatHex(prefix) + "-";
	}

	/**
	 * Returns the namespace that this adapter serves.
	 * @return the namespace
	 */
	protected final AdapterNamespace namespace() {
		return this.namespace;
	}

	@Override
	public Mono<Void> start() {
		return this.channel.open(this::received).doOnSuccess((opened) -> {
			publish(new ClusterMessage.Joined());
			if (!this.channel.countsServers()) {
				Disposable.Swap swap = Disposables.swap();
				this.heartbeat = swap;
				scheduleTick(swap, 0);
			}
		});
	}

	@Override
	public Mono<Void> stop() {
		return Mono.defer(() -> {
			Disposable running = this.heartbeat;
			if (running != null) {
				running.dispose();
			}
			this.answering.stop();
			publish(new ClusterMessage.Left());
			return this.channel.close().doFinally((signal) -> {
				this.members.clear();
				this.questions.values().forEach(this::fail);
				this.questions.clear();
			});
		});
	}

	@Override
	public AdapterHealth health() {
		return this.channel.health();
	}

	@Override
	public void roomCreated(String room) {
		this.channel.roomCreated(room);
	}

	@Override
	public void roomDeleted(String room) {
		this.channel.roomDeleted(room);
	}

	@Override
	public void socketAdded(String id) {
		this.channel.socketAdded(id);
	}

	@Override
	public void socketRemoved(String id) {
		this.channel.socketRemoved(id);
	}

	// Signs of life

	private Duration tick() {
		return this.options.heartbeatTimeout().dividedBy(TICKS);
	}

	/**
	 * Servers of Node's forget whoever is silent for two intervals: the interval begins
	 * with the last message.
	 * @param quiet the ticks since then
	 */
	private void scheduleTick(Disposable.Swap swap, long quiet) {
		swap.replace(this.namespace.schedule(tick(), () -> {
			long now = this.published ? 0 : quiet + 1;
			this.published = false;
			if (now >= Math.max(1, this.options.heartbeatInterval().dividedBy(tick()))) {
				publish(new ClusterMessage.Alive());
				this.published = false;
				now = 0;
			}
			forgetSilentServers();
			scheduleTick(swap, now);
		}));
	}

	/**
	 * Forgets servers that have been silent for too long. While this server cannot hear
	 * them, it forgets nobody; afterwards it asks all of them for a sign of life, for
	 * which they have the whole time-out.
	 */
	private void forgetSilentServers() {
		if (!this.channel.health().up()) {
			this.deaf = true;
		}
		else if (this.deaf) {
			this.deaf = !publish(new ClusterMessage.Joined());
		}
		else {
			this.members.tick(TICKS).forEach(this::gone);
		}
	}

	private void gone(String server) {
		this.questions.values().forEach((question) -> question.gone(server));
	}

	// Out

	private boolean publish(ClusterMessage message) {
		this.published = true;
		return this.channel.publish(message);
	}

	@Override
	public void send(Command command) {
		if (command.scope().includesOtherServers()) {
			publish(new ClusterMessage.Order(command));
		}
		if (command.scope().includesThisServer()) {
			command.applyTo(this.namespace);
		}
	}

	@Override
	public Mono<Integer> serverCount() {
		return this.channel.countsServers()
				? this.channel.countServers().map((count) -> Math.max(1, count)).onErrorMap(this::uncounted)
				: Mono.fromSupplier(() -> 1 + this.members.size());
	}

	private MissingServersException uncounted(Throwable cause) {
		MissingServersException exception = new MissingServersException(
				"the servers cannot be counted now: " + cause.getMessage(), this.members.names());
		exception.initCause(cause);
		return exception;
	}

	@Override
	public <R> Flux<R> request(Request<R> request) {
		if (!request.scope().includesOtherServers()) {
			return request.answerFrom(this.namespace);
		}
		Flux<R> asked = ask(request);
		return request.scope().includesThisServer() ? Flux.merge(asked, request.answerFrom(this.namespace)) : asked;
	}

	private <R> Flux<R> ask(Request<R> request) {
		return Flux.create((sink) -> {
			if (this.questions.size() >= MAX_QUESTIONS) {
				sink.error(new IllegalStateException(
						MAX_QUESTIONS + " questions to other servers wait for answers; ask fewer at a time"));
				return;
			}
			String id = this.idPrefix + Long.toString(this.ids.incrementAndGet(), Character.MAX_RADIX);
			PendingQuestion<R> question = question(request, sink);
			Disposable.Composite waiting = Disposables.composite();
			waiting.add(() -> {
				this.questions.remove(id);
				question.stale().forEach(this.members::remove);
			});
			sink.onDispose(waiting);
			this.questions.put(id, question);
			if (!isTimedByAsker(request)) {
				waiting.add(this.namespace.schedule(request.timeout(), () -> timedOut(question)));
			}
			if (publish(new ClusterMessage.Question(id, request, true))) {
				waiting.add(serverCount().subscribe((count) -> question.expect(count - 1), (ex) -> fail(question)));
			}
			else {
				fail(question);
			}
		});
	}

	private static boolean isTimedByAsker(Request<?> request) {
		return request instanceof Request.BroadcastWithAck || request instanceof Request.ServerSideEmitWithAck;
	}

	private void timedOut(PendingQuestion<?> question) {
		Set<String> silent = question.silent();
		question.sink().error(new MissingServersException("not all servers have answered, missing: " + silent, silent));
	}

	private void fail(PendingQuestion<?> question) {
		Set<String> silent = question.silent();
		question.sink().error(new MissingServersException("other servers cannot be reached now", silent));
	}

	@SuppressWarnings("unchecked")
	private <R> PendingQuestion<R> question(Request<R> request, FluxSink<R> sink) {
		Set<String> known = this.members.names();
		if (isTimedByAsker(request)) {
			return (PendingQuestion<R>) new PendingAcks((FluxSink<AckReply>) sink, known, this.namespace::read);
		}
		PendingParts.Reading<?> reading = (request instanceof Request.FetchSockets) ? Readings.SOCKETS : Readings.ROOMS;
		return new PendingParts<>(sink, known, (PendingParts.Reading<R>) reading);
	}

	/**
	 * How answers are taken apart.
	 */
	private static final class Readings {

		static final PendingParts.Reading<SocketDetails> SOCKETS = (answer, parts) -> {
			if (answer instanceof ClusterMessage.Sockets sockets) {
				sockets.sockets().forEach(parts);
				return true;
			}
			return false;
		};

		/** Servers that tell no rooms tell sockets, and those which rooms they are in. */
		static final PendingParts.Reading<String> ROOMS = (answer, parts) -> {
			if (answer instanceof ClusterMessage.RoomNames names) {
				names.rooms().forEach(parts);
				return true;
			}
			if (answer instanceof ClusterMessage.Sockets sockets) {
				for (SocketDetails socket : sockets.sockets()) {
					socket.rooms().stream().filter((room) -> !room.equals(socket.id())).forEach(parts);
				}
				return true;
			}
			return false;
		};

		private Readings() {
		}

	}

	// In

	private void received(@Nullable String sender, ClusterMessage message) {
		if (message instanceof ClusterMessage.Left) {
			if (sender != null) {
				this.members.remove(sender);
				gone(sender);
			}
			return;
		}
		if (sender != null && !sender.equals(EMITTER)) {
			this.members.heard(sender);
		}
		if (message instanceof ClusterMessage.Joined) {
			publish(new ClusterMessage.Alive());
		}
		else if (message instanceof ClusterMessage.Order order) {
			ordered(order.command());
		}
		else if (message instanceof ClusterMessage.Question question) {
			this.answering.answer(sender, question);
		}
		else if (message instanceof ClusterMessage.Answer answer) {
			answered(sender, answer);
		}
		else if (message instanceof ClusterMessage.Reports reports) {
			reports.reports().forEach((report) -> answered(sender, report));
		}
	}

	private void answered(@Nullable String sender, ClusterMessage.Answer answer) {
		PendingQuestion<?> question = this.questions.get(answer.questionId());
		if (question != null) {
			question.answered(sender, answer);
		}
	}

	/**
	 * Applies a command of another server.
	 * @param command what to do
	 */
	protected void ordered(Command command) {
		command.applyTo(this.namespace);
	}

}
