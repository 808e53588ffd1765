package io.github.socketiospring.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.Ack;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.ServerEventListener;
import io.github.socketiospring.adapter.AckReply;
import io.github.socketiospring.server.event.SocketEvents;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * The listeners of one namespace for what other servers emit, called one event after the
 * other where plain handlers run.
 */
final class ServerSideEvents {

	private static final Log logger = LogFactory.getLog(ServerSideEvents.class);

	private final String namespace;

	private final DefaultSocketIOServer server;

	/** Those of the family, which come first. */
	private final @Nullable ServerSideEvents family;

	private final Map<String, List<ServerEventListener>> listeners = new ConcurrentHashMap<>();

	private final SerialQueue<Call> calls;

	ServerSideEvents(String namespace, DefaultSocketIOServer server, @Nullable ServerSideEvents family) {
		this.namespace = namespace;
		this.server = server;
		this.family = family;
		this.calls = new SerialQueue<>(server.workers(), this::run, this::reject);
	}

	/**
	 * An event that waits for its listeners.
	 *
	 * @param listeners the listeners
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @param asked answers the server that asks, or {@code null} if it wants no answer
	 */
	private record Call(List<ServerEventListener> listeners, String event, Arguments arguments,
			@Nullable ServerAck asked) {

		Ack ack() {
			return (this.asked != null) ? this.asked : SocketEvents.NOT_REQUESTED;
		}

		void reject() {
			if (this.asked != null) {
				this.asked.reject();
			}
		}

	}

	void add(String event, ServerEventListener listener) {
		this.listeners.computeIfAbsent(event, (key) -> new CopyOnWriteArrayList<>()).add(listener);
	}

	private List<ServerEventListener> interested(String event) {
		List<ServerEventListener> own = this.listeners.getOrDefault(event, List.of());
		List<ServerEventListener> first = (this.family != null) ? this.family.interested(event) : List.of();
		if (first.isEmpty()) {
			return own;
		}
		List<ServerEventListener> all = new ArrayList<>(first);
		all.addAll(own);
		return all;
	}

	void emitted(String event, Arguments arguments) {
		List<ServerEventListener> interested = interested(event);
		if (!interested.isEmpty()) {
			this.calls.add(new Call(interested, event, arguments, null));
		}
	}

	Flux<AckReply> asked(String event, Arguments arguments, Function<List<?>, Arguments> answers) {
		return Flux.create((sink) -> {
			String id = this.server.id();
			sink.next(new AckReply.Asked(Set.of(id)));
			List<ServerEventListener> interested = interested(event);
			if (!interested.isEmpty()) {
				this.calls.add(new Call(interested, event, arguments, new ServerAck(sink, id, answers)));
			}
			else {
				sink.next(new AckReply.Gone(id));
				sink.complete();
			}
		});
	}

	private void reject(Call call, RejectedExecutionException exception) {
		logger.warn("Server-side event '" + call.event() + "' in namespace " + this.namespace
				+ " is lost, no thread takes it: " + exception.getMessage());
		call.reject();
	}

	private void run(Call call) {
		boolean mayAnswer = false;
		for (ServerEventListener listener : call.listeners()) {
			try {
				listener.onEvent(call.arguments(), call.ack());
				mayAnswer = true;
			}
			catch (Throwable ex) {
				logger.error("Server-side event '" + call.event() + "' in namespace " + this.namespace + " failed", ex);
			}
		}
		if (!mayAnswer) {
			call.reject();
		}
	}

	/**
	 * Answers another server, once.
	 */
	private static final class ServerAck extends AtomicBoolean implements Ack {

		private final transient FluxSink<AckReply> sink;

		private final String id;

		private final transient Function<List<?>, Arguments> answers;

		ServerAck(FluxSink<AckReply> sink, String id, Function<List<?>, Arguments> answers) {
			this.sink = sink;
			this.id = id;
			this.answers = answers;
		}

		@Override
		public boolean isRequested() {
			return true;
		}

		@Override
		@SuppressWarnings("NullAway") // A caller's (Object[]) null is one null argument.
		public void send(@Nullable Object... arguments) {
			if (compareAndSet(false, true)) {
				end(new AckReply.Answered(this.id, this.answers.apply(Payload.valuesOf(arguments))));
			}
		}

		/** There will be no answer. */
		void reject() {
			if (compareAndSet(false, true)) {
				end(new AckReply.Gone(this.id));
			}
		}

		private void end(AckReply reply) {
			this.sink.next(reply);
			this.sink.complete();
		}

	}

}
