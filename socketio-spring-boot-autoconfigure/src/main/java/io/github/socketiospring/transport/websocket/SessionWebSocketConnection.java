package io.github.socketiospring.transport.websocket;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.FrameReceiver;
import io.github.socketiospring.engine.FramedConnection;
import io.github.socketiospring.engine.OutboundQueue;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.engine.Transports;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.CloseableDataBuffer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.adapter.AbstractListenerWebSocketSession;

/**
 * A WebSocket on Spring's session, for web servers other than Reactor Netty and for
 * HTTP/2. Correct rather than fast.
 */
final class SessionWebSocketConnection implements FramedConnection {

	private final WebSocketSession webSocket;

	private final WebSocketOptions options;

	private final boolean textOnly;

	/** Never disposed: the session's end is handled here too, after the connection's. */
	private final Scheduler.Worker worker = Schedulers.parallel().createWorker();

	private final Executor executor = this::execute;

	private final AtomicBoolean drainScheduled = new AtomicBoolean();

	private final AtomicBoolean closing = new AtomicBoolean();

	private final Sinks.Empty<Void> closed = Sinks.empty();

	private final Inbound inbound = new Inbound();

	/**
	 * Set when nothing can be received any more, so that nobody waits for a close frame.
	 */
	private volatile boolean over;

	/** Set before or after the beginning, by the worker. */
	private boolean ended;

	private volatile CloseStatus closeStatus = CloseStatus.NO_STATUS_CODE;

	private volatile @Nullable FluxSink<WebSocketMessage> sink;

	private volatile @Nullable TransportSession session;

	private volatile @Nullable FrameReceiver receiver;

	SessionWebSocketConnection(WebSocketSession webSocket, WebSocketOptions options, boolean textOnly) {
		this.webSocket = webSocket;
		this.options = options;
		this.textOnly = textOnly;
	}

	/**
	 * Serves the connection until it ends.
	 * @param connected is told when the connection can be used
	 * @param browser whether frames may follow the handshake's answer at once; see
	 * {@link FirstFrameDelay}
	 * @return completes when the connection has ended
	 */
	Mono<Void> run(Consumer<FramedConnection> connected, boolean browser) {
		Flux<WebSocketMessage> outgoing = Flux.create((sink) -> {
			this.sink = sink;
			// At once: Jetty's session cannot be closed before somebody receives.
			this.webSocket.receive().subscribe(this.inbound);
			sink.onRequest((n) -> wakeUp());
			this.worker.schedule(() -> begin(connected), browser ? 0 : FirstFrameDelay.MILLISECONDS,
					TimeUnit.MILLISECONDS);
		});
		Mono<Void> closing = this.closed.asMono().then(Mono.defer(this::closeWebSocket));
		return this.webSocket.send(outgoing)
			.then(closing)
			.doFinally((signal) -> execute(() -> ended(CloseReason.TRANSPORT_CLOSE, null)));
	}

	private void begin(Consumer<FramedConnection> connected) {
		if (!this.ended && !this.over) {
			connected.accept(this);
			this.inbound.suspend(false);
		}
	}

	private Mono<Void> closeWebSocket() {
		if (this.over) {
			return Mono.empty();
		}
		return (this.closeStatus == CloseStatus.NO_STATUS_CODE) ? this.webSocket.close()
				: this.webSocket.close(this.closeStatus);
	}

	private void execute(Runnable task) {
		this.worker.schedule(task);
	}

	@Override
	public String transport() {
		return Transports.WEBSOCKET.name();
	}

	@Override
	public Executor executor() {
		return this.executor;
	}

	@Override
	public boolean isWritable() {
		FluxSink<WebSocketMessage> target = this.sink;
		return target != null && !this.closing.get() && target.requestedFromDownstream() > 0;
	}

	@Override
	public void wakeUp() {
		if (this.drainScheduled.compareAndSet(false, true)) {
			execute(this::drain);
		}
	}

	@Override
	public void drain() {
		this.drainScheduled.set(false);
		TransportSession current = this.session;
		FluxSink<WebSocketMessage> target = this.sink;
		if (current == null || target == null || this.closing.get()) {
			return;
		}
		OutboundQueue queue = current.queue();
		while (target.requestedFromDownstream() > 0) {
			EngineMessage message = queue.poll();
			if (message == null) {
				break;
			}
			target.next(message(needsText(message) ? current.revision().base64Message(message) : message));
			// Whether it is written, nobody tells.
			queue.confirm(1, queue.generation());
		}
		if (queue.isFinished()) {
			close(CloseStatus.NO_STATUS_CODE);
			current.drained();
		}
	}

	private boolean needsText(EngineMessage message) {
		return message.isBinary() && this.textOnly;
	}

	private WebSocketMessage message(EngineMessage message) {
		int from = message.payloadOffset();
		byte[] payload = Arrays.copyOfRange(message.array(), from, from + message.payloadLength());
		DataBuffer bytes = this.webSocket.bufferFactory().wrap(payload);
		boolean dropped = payload.length == 0 && this.webSocket instanceof AbstractListenerWebSocketSession<?>;
		DataBuffer buffer = dropped ? new EmptyPayload(bytes) : bytes;
		return new WebSocketMessage(message.isBinary() ? WebSocketMessage.Type.BINARY : WebSocketMessage.Type.TEXT,
				buffer);
	}

	@Override
	public void write(EngineMessage message) {
		execute(() -> {
			FluxSink<WebSocketMessage> target = this.sink;
			if (target != null && !this.closing.get()) {
				target.next(message(message));
			}
		});
	}

	@Override
	public void suspendReading(boolean suspended) {
		execute(() -> this.inbound.suspend(suspended));
	}

	@Override
	public boolean detach() {
		return false;
	}

	@Override
	public void receiveWith(FrameReceiver receiver) {
		this.receiver = receiver;
	}

	@Override
	public void attach(TransportSession session) {
		this.session = session;
		wakeUp();
	}

	@Override
	public boolean abort(CloseReason reason) {
		close(CloseStatus.NO_STATUS_CODE);
		return false;
	}

	@Override
	public void closeUnused() {
		close(CloseStatus.NO_STATUS_CODE);
	}

	private void close(CloseStatus status) {
		if (this.closing.compareAndSet(false, true)) {
			this.closeStatus = status;
			FluxSink<WebSocketMessage> target = this.sink;
			if (target != null) {
				execute(target::complete);
			}
			this.closed.tryEmitEmpty();
		}
	}

	private void ended(CloseReason reason, @Nullable String description) {
		this.ended = true;
		FrameReceiver target = this.receiver;
		this.receiver = null;
		if (target != null) {
			target.connectionEnded(this, reason, description);
		}
	}

	/**
	 * Takes messages as long as those that wait here are few bytes, rather than one at a
	 * time: whenever nobody wants a message, Tomcat stops reading, and when it goes on in
	 * that very moment, it overlooks what it has read already until more comes.
	 */
	private final class Inbound extends BaseSubscriber<WebSocketMessage> {

		/** At first, for the connection cannot be used. By the worker only. */
		private boolean suspended = true;

		/** What has come meanwhile. By the worker only. */
		private final Queue<Received> held = new ArrayDeque<>();

		/** What was taken and is not handled. Guarded by this. */
		private long waitingBytes;

		/** Whether no further message was asked for. Guarded by this. */
		private boolean full;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			request(1);
		}

		/** Copied at once: nothing is left to release if nobody wants it any more. */
		@Override
		protected void hookOnNext(WebSocketMessage message) {
			Received received = new Received(message.getType(), copy(message.getPayload()));
			boolean more;
			synchronized (this) {
				this.waitingBytes += received.cost();
				this.full = this.waitingBytes > SessionWebSocketConnection.this.options.maxMessageSize();
				more = !this.full;
			}
			if (more) {
				request(1);
			}
			execute(() -> {
				if (this.suspended) {
					this.held.add(received);
				}
				else {
					handle(received);
				}
			});
		}

		private void handle(Received received) {
			receive(received.type(), received.data());
			boolean more;
			synchronized (this) {
				this.waitingBytes -= received.cost();
				more = this.full && this.waitingBytes <= SessionWebSocketConnection.this.options.maxMessageSize();
				this.full &= !more;
			}
			if (more) {
				request(1);
			}
		}

		void suspend(boolean suspended) {
			this.suspended = suspended;
			while (!this.suspended && !this.held.isEmpty()) {
				handle(this.held.remove());
			}
		}

		private static byte[] copy(DataBuffer payload) {
			byte[] data = new byte[payload.readableByteCount()];
			payload.read(data);
			if (payload instanceof CloseableDataBuffer lent) {
				// Jetty's; Reactor Netty releases its own, and others are plain arrays.
				lent.close();
			}
			return data;
		}

		private void receive(WebSocketMessage.Type type, byte[] data) {
			FrameReceiver target = SessionWebSocketConnection.this.receiver;
			if (target == null || SessionWebSocketConnection.this.closing.get()) {
				return;
			}
			if (data.length > SessionWebSocketConnection.this.options.maxMessageSize()) {
				target.limited("max-http-buffer-size");
				close(CloseStatus.TOO_BIG_TO_PROCESS);
				ended(CloseReason.TRANSPORT_ERROR, "message too large");
			}
			else if (type == WebSocketMessage.Type.TEXT) {
				target.receiveText(SessionWebSocketConnection.this, data, 0, data.length);
			}
			else if (type == WebSocketMessage.Type.BINARY) {
				target.receiveBinary(SessionWebSocketConnection.this, data);
			}
		}

		/** What has come before the end is handled before it. */
		@Override
		protected void hookOnComplete() {
			SessionWebSocketConnection.this.over = true;
			execute(() -> {
				suspend(false);
				close(CloseStatus.NO_STATUS_CODE);
			});
		}

		@Override
		protected void hookOnError(Throwable error) {
			SessionWebSocketConnection.this.over = true;
			execute(() -> ended(CloseReason.TRANSPORT_ERROR, error.toString()));
			close(CloseStatus.NO_STATUS_CODE);
		}

	}

	/**
	 * A message that was taken.
	 *
	 * @param type its type
	 * @param data its payload
	 */
	private record Received(WebSocketMessage.Type type, byte[] data) {

		private static final int OVERHEAD = 64;

		/** Also of empty messages, so that there are never too many. */
		int cost() {
			return OVERHEAD + this.data.length;
		}

	}

}
