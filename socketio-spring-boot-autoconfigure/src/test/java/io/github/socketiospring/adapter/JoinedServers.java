package io.github.socketiospring.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.MissingServersException;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Servers of one process, joined by a queue of bytes: what a Redis adapter is made of,
 * without Redis.
 */
final class JoinedServers implements AutoCloseable {

	private final ExecutorService queue = Executors
		.newSingleThreadExecutor((task) -> new Thread(task, "joined-servers"));

	private final List<JoinedAdapter> adapters = new CopyOnWriteArrayList<>();

	/** The servers that no message reaches. */
	private final Set<String> deaf = ConcurrentHashMap.newKeySet();

	Adapter create(AdapterNamespace namespace) {
		return new JoinedAdapter(namespace);
	}

	/** Lets no message reach a server, or all again. */
	void deafen(String serverId, boolean isDeaf) {
		if (isDeaf) {
			this.deaf.add(serverId);
		}
		else {
			this.deaf.remove(serverId);
		}
	}

	/** The servers that take part with a namespace, in the order they have started. */
	List<String> members(String namespace) {
		return this.adapters.stream()
			.filter((adapter) -> adapter.namespace.name().equals(namespace))
			.map((adapter) -> adapter.namespace.serverId())
			.toList();
	}

	@Override
	public void close() {
		this.queue.shutdown();
	}

	/** What a message is about. */
	private enum Kind {

		COMMAND, REQUEST, CANCEL, REPLY, END

	}

	/**
	 * One namespace of one server.
	 */
	private final class JoinedAdapter implements Adapter {

		private final AdapterNamespace namespace;

		private final MessageBytes messages;

		private final AtomicLong ids = new AtomicLong();

		private final Map<Long, Question> questions = new ConcurrentHashMap<>();

		private final Map<String, Disposable> answering = new ConcurrentHashMap<>();

		JoinedAdapter(AdapterNamespace namespace) {
			this.namespace = namespace;
			this.messages = new MessageBytes(namespace);
		}

		@Override
		public Mono<Void> start() {
			return Mono.fromRunnable(() -> JoinedServers.this.adapters.add(this));
		}

		@Override
		public Mono<Void> stop() {
			return Mono.fromRunnable(() -> JoinedServers.this.adapters.remove(this));
		}

		@Override
		public AdapterHealth health() {
			return new AdapterHealth(JoinedServers.this.adapters.contains(this), "joined");
		}

		@Override
		public Mono<Integer> serverCount() {
			return Mono.fromSupplier(() -> members(this.namespace.name()).size());
		}

		@Override
		public void send(Command command) {
			if (command.scope().includesOtherServers()) {
				publish(this.messages.write((writer) -> {
					writer.text(Kind.COMMAND.name());
					writer.command(command);
				}));
			}
			if (command.scope().includesThisServer()) {
				command.applyTo(this.namespace);
			}
		}

		@Override
		public <R> Flux<R> request(Request<R> request) {
			Flux<R> here = request.scope().includesThisServer() ? request.answerFrom(this.namespace) : Flux.empty();
			Flux<R> others = request.scope().includesOtherServers() ? ask(request) : Flux.empty();
			return Flux.merge(here, others);
		}

		private <R> Flux<R> ask(Request<R> request) {
			return Flux.create((sink) -> {
				long id = this.ids.incrementAndGet();
				Question question = new Question(sink, members(this.namespace.name()));
				question.servers.remove(this.namespace.serverId());
				if (question.servers.isEmpty()) {
					sink.complete();
					return;
				}
				this.questions.put(id, question);
				boolean acks = request instanceof Request.BroadcastWithAck
						|| request instanceof Request.ServerSideEmitWithAck;
				if (acks) {
					question.next(new AckReply.Asked(Set.copyOf(question.servers)));
				}
				Disposable timeout = acks ? () -> {
				} : Schedulers.parallel()
					.schedule(question::timedOut, request.timeout().toMillis(),
							java.util.concurrent.TimeUnit.MILLISECONDS);
				sink.onDispose(() -> {
					timeout.dispose();
					if (this.questions.remove(id) != null) {
						publish(this.messages
							.write((writer) -> head(writer, Kind.CANCEL, this.namespace.serverId(), id)));
					}
				});
				publish(this.messages.write((writer) -> {
					head(writer, Kind.REQUEST, this.namespace.serverId(), id);
					writer.request(request);
				}));
			});
		}

		private void head(MessageBytes.Writer writer, Kind kind, String asking, long id) throws IOException {
			writer.text(kind.name());
			writer.text(asking);
			writer.number(id);
		}

		private void publish(byte[] bytes) {
			JoinedServers.this.queue.execute(() -> {
				for (JoinedAdapter adapter : JoinedServers.this.adapters) {
					if (adapter != this && adapter.namespace.name().equals(this.namespace.name())
							&& !JoinedServers.this.deaf.contains(adapter.namespace.serverId())) {
						adapter.received(bytes);
					}
				}
			});
		}

		private void received(byte[] bytes) {
			try {
				MessageBytes.Reader reader = this.messages.read(bytes);
				Kind kind = Kind.valueOf(reader.text());
				if (kind == Kind.COMMAND) {
					reader.command().applyTo(this.namespace);
					return;
				}
				String asking = reader.text();
				long id = reader.number();
				switch (kind) {
					case REQUEST -> answer(asking, id, reader.request());
					case CANCEL -> {
						Disposable running = this.answering.remove(asking + id);
						if (running != null) {
							running.dispose();
						}
					}
					case REPLY, END -> {
						Question question = asking.equals(this.namespace.serverId()) ? this.questions.get(id) : null;
						if (question != null) {
							question.answered(reader.text(), (kind == Kind.REPLY) ? reader.reply() : null);
						}
					}
					default -> throw new IllegalStateException(kind.name());
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private void answer(String asking, long id, Request<?> request) {
			this.answering.put(asking + id,
					request.answerFrom(this.namespace)
						.subscribe((reply) -> reply(Kind.REPLY, asking, id, reply), null,
								() -> reply(Kind.END, asking, id, null)));
		}

		private void reply(Kind kind, String asking, long id, @Nullable Object reply) {
			publish(this.messages.write((writer) -> {
				head(writer, kind, asking, id);
				writer.text(this.namespace.serverId());
				if (reply != null) {
					writer.reply(reply);
				}
			}));
		}

	}

	/**
	 * What one server has asked the others.
	 */
	private static final class Question {

		private final FluxSink<Object> sink;

		/** Those that have not answered yet. */
		private final Set<String> servers;

		@SuppressWarnings("unchecked")
		Question(FluxSink<?> sink, List<String> servers) {
			this.sink = (FluxSink<Object>) sink;
			this.servers = ConcurrentHashMap.newKeySet();
			this.servers.addAll(servers);
		}

		void next(Object reply) {
			this.sink.next(reply);
		}

		void answered(String server, @Nullable Object reply) {
			if (reply != null) {
				this.sink.next(reply);
				if (reply instanceof AckReply.Asked asked && !asked.ids().contains(server)) {
					this.sink.next(new AckReply.Gone(server));
				}
				return;
			}
			this.servers.remove(server);
			if (this.servers.isEmpty()) {
				this.sink.complete();
			}
		}

		void timedOut() {
			this.sink.error(new MissingServersException("not all servers have answered", this.servers));
		}

	}

}
