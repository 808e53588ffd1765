package io.github.socketiospring.transport.toy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.CloseReason;
import io.github.socketiospring.engine.FrameReceiver;
import io.github.socketiospring.engine.FramedConnection;
import io.github.socketiospring.engine.RequestGate;
import io.github.socketiospring.engine.TransportSession;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * An answer that never ends. A frame is a line: {@code t} or {@code b} for text or
 * binary, then base64. The first line is empty.
 */
final class ToyConnection implements FramedConnection {

	private final Scheduler.Worker worker = Schedulers.parallel().createWorker();

	private final RequestGate posts = new RequestGate();

	private final AtomicBoolean closing = new AtomicBoolean();

	private volatile @Nullable FluxSink<String> sink;

	private volatile @Nullable TransportSession session;

	private volatile @Nullable FrameReceiver receiver;

	Mono<Void> respond(ServerHttpResponse response, Runnable connected) {
		DataBufferFactory buffers = response.bufferFactory();
		Flux<String> lines = Flux.create((target) -> {
			this.sink = target;
			target.onRequest((n) -> wakeUp());
			this.worker.schedule(() -> {
				connected.run();
				target.next("\n");
			});
		});
		return response
			.writeAndFlushWith(lines.map((line) -> Mono.just(buffers.wrap(line.getBytes(StandardCharsets.US_ASCII)))))
			.doFinally((signal) -> this.worker.schedule(this::ended));
	}

	private void ended() {
		FrameReceiver target = this.receiver;
		if (target != null) {
			target.connectionEnded(this, CloseReason.TRANSPORT_CLOSE, null);
		}
	}

	// Reading

	RequestGate posts() {
		return this.posts;
	}

	/** Completes when the lines were taken, and the next may come. */
	Mono<Void> receive(byte[] lines) {
		return Mono.<Void>create((done) -> this.worker.schedule(() -> {
			new String(lines, StandardCharsets.US_ASCII).lines().forEach(this::receive);
			done.success();
		})).then(Mono.defer(this.posts::taken));
	}

	private void receive(String line) {
		FrameReceiver target = this.receiver;
		if (target == null || this.closing.get()) {
			return;
		}
		byte[] frame = Base64.getDecoder().decode(line.substring(1));
		if (line.startsWith("t")) {
			target.receiveText(this, frame, 0, frame.length);
		}
		else {
			target.receiveBinary(this, frame);
		}
	}

	@Override
	public void suspendReading(boolean suspended) {
		this.posts.suspend(suspended);
	}

	@Override
	public void receiveWith(FrameReceiver receiver) {
		this.receiver = receiver;
	}

	// Writing

	@Override
	public String transport() {
		return ToyTransportHandler.ROW.name();
	}

	@Override
	public Executor executor() {
		return this.worker::schedule;
	}

	@Override
	public boolean isWritable() {
		FluxSink<String> target = this.sink;
		return target != null && !this.closing.get() && target.requestedFromDownstream() > 0;
	}

	@Override
	public void attach(TransportSession session) {
		this.session = session;
		wakeUp();
	}

	@Override
	public void wakeUp() {
		this.worker.schedule(this::drain);
	}

	@Override
	public void drain() {
		TransportSession current = this.session;
		FluxSink<String> target = this.sink;
		if (current == null || target == null || this.closing.get()) {
			return;
		}
		while (target.requestedFromDownstream() > 0) {
			EngineMessage message = current.queue().poll();
			if (message == null) {
				break;
			}
			target.next(line(message));
		}
		if (current.queue().isFinished()) {
			close();
			current.drained();
		}
	}

	@Override
	public void write(EngineMessage message) {
		FluxSink<String> target = this.sink;
		if (target != null) {
			target.next(line(message));
		}
	}

	private static String line(EngineMessage message) {
		int from = message.payloadOffset();
		byte[] frame = Arrays.copyOfRange(message.array(), from, from + message.payloadLength());
		return (message.isBinary() ? "b" : "t") + Base64.getEncoder().encodeToString(frame) + "\n";
	}

	// Ending

	@Override
	public boolean detach() {
		return false;
	}

	@Override
	public boolean abort(CloseReason reason) {
		close();
		return false;
	}

	@Override
	public void closeUnused() {
		close();
	}

	private void close() {
		if (this.closing.compareAndSet(false, true)) {
			FluxSink<String> target = this.sink;
			if (target != null) {
				this.worker.schedule(target::complete);
			}
			this.posts.abort();
		}
	}

}
