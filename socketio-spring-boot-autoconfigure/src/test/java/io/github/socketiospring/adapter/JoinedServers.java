package io.github.socketiospring.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.socketiospring.adapter.cluster.ClusterAdapter;
import io.github.socketiospring.adapter.cluster.ClusterChannel;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.ClusterOptions;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Servers of one process, joined by a queue of bytes.
 */
final class JoinedServers implements AutoCloseable {

	private final ExecutorService queue = Executors
		.newSingleThreadExecutor((task) -> new Thread(task, "joined-servers"));

	private final List<JoinedChannel> channels = new CopyOnWriteArrayList<>();

	/** The servers that no message reaches. */
	private final Set<String> deaf = ConcurrentHashMap.newKeySet();

	private final boolean counts;

	JoinedServers() {
		this(true);
	}

	/**
	 * Joins servers.
	 * @param counts whether servers can be counted, so that they need no signs of life
	 */
	JoinedServers(boolean counts) {
		this.counts = counts;
	}

	Adapter create(AdapterNamespace namespace) {
		return new ClusterAdapter(namespace, new JoinedChannel(namespace), ClusterOptions.DEFAULTS);
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
		return this.channels.stream()
			.filter((channel) -> channel.namespace.name().equals(namespace))
			.map((channel) -> channel.namespace.serverId())
			.toList();
	}

	@Override
	public void close() {
		this.queue.shutdown();
	}

	/**
	 * The way of one namespace of one server.
	 */
	private final class JoinedChannel implements ClusterChannel {

		private final AdapterNamespace namespace;

		private final MessageBytes messages;

		private volatile @Nullable Receiver receiver;

		JoinedChannel(AdapterNamespace namespace) {
			this.namespace = namespace;
			this.messages = new MessageBytes(namespace);
		}

		@Override
		public Mono<Void> open(Receiver opened) {
			return Mono.fromRunnable(() -> {
				this.receiver = opened;
				JoinedServers.this.channels.add(this);
			});
		}

		@Override
		public Mono<Void> close() {
			return Mono.fromRunnable(() -> JoinedServers.this.channels.remove(this));
		}

		@Override
		public AdapterHealth health() {
			return new AdapterHealth(JoinedServers.this.channels.contains(this), "joined");
		}

		@Override
		public boolean countsServers() {
			return JoinedServers.this.counts;
		}

		@Override
		public Mono<Integer> countServers() {
			return Mono.fromSupplier(() -> members(this.namespace.name()).size());
		}

		@Override
		public boolean publish(ClusterMessage message) {
			publish(null, message);
			return true;
		}

		@Override
		public CompletionStage<?> answer(String asking, ClusterMessage.Response answer, boolean detailed) {
			return publish(asking, answer);
		}

		private CompletionStage<?> publish(@Nullable String recipient, ClusterMessage message) {
			byte[] bytes = this.messages.write((writer) -> {
				writer.text(this.namespace.serverId());
				writer.message(message);
			});
			CompletableFuture<Void> done = new CompletableFuture<>();
			JoinedServers.this.queue.execute(() -> {
				for (JoinedChannel channel : JoinedServers.this.channels) {
					String server = channel.namespace.serverId();
					if (channel != this && channel.namespace.name().equals(this.namespace.name())
							&& (recipient == null || recipient.equals(server))
							&& !JoinedServers.this.deaf.contains(server)) {
						channel.received(bytes);
					}
				}
				done.complete(null);
			});
			return done;
		}

		private void received(byte[] bytes) {
			Receiver open = this.receiver;
			if (open == null) {
				return;
			}
			try {
				MessageBytes.Reader reader = this.messages.read(bytes);
				open.received(reader.text(), reader.message());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
