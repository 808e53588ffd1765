package io.github.socketiospring.transport.legacy;

import java.util.List;
import java.util.concurrent.Executor;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.codec.engineio.PayloadFormat;
import io.github.socketiospring.engine.OutboundQueue;
import io.github.socketiospring.engine.TransportSession;
import io.github.socketiospring.engine.legacy.Carrier;
import io.github.socketiospring.engine.legacy.LegacyTransport;
import io.github.socketiospring.transport.webflux.ResponseChannel;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Carries packets on a response that never ends, one payload at a time: the server asks
 * for the next group of buffers when the one before is written.
 */
final class StreamCarrier implements Carrier {

	private final Carriage carriage;

	private final StreamFraming framing;

	private final Sinks.Empty<Void> aborted = Sinks.empty();

	private @Nullable FluxSink<Publisher<DataBuffer>> sink;

	private @Nullable ServerHttpResponse response;

	private volatile @Nullable ResponseChannel channel;

	private boolean started;

	private boolean begun;

	private boolean writing;

	private boolean ending;

	StreamCarrier(Carriage carriage, StreamFraming framing) {
		this.carriage = carriage;
		this.framing = framing;
	}

	/**
	 * Writes the response.
	 * @param target the response, with its headers set
	 * @param unknown the payload to write if the session has ended
	 * @return completes when the response has ended
	 */
	Mono<Void> respond(ServerHttpResponse target, byte[] unknown) {
		this.channel = ResponseChannel.of(target);
		Flux<Publisher<DataBuffer>> groups = Flux.create((groupSink) -> {
			synchronized (this) {
				this.sink = groupSink;
				this.response = target;
			}
			// Before the client knows: what it then does comes later, and takes over.
			boolean carried = this.carriage.virtual().carry(this);
			groupSink.next(buffer(target, this.framing.preamble()));
			if (carried) {
				begun();
			}
			else {
				groupSink.next(buffer(target, this.framing.wrap(unknown)));
				groupSink.complete();
			}
		});
		return target.writeAndFlushWith(groups).takeUntilOther(this.aborted.asMono()).doFinally((signal) -> ended());
	}

	/** Lets packets follow: the beginning of the response has been handed over. */
	private void begun() {
		synchronized (this) {
			this.begun = true;
		}
		wakeUp();
	}

	/** Takes nothing more, and then gives back what it took. */
	private void ended() {
		synchronized (this) {
			this.ending = true;
		}
		this.carriage.virtual().lost(this);
	}

	private static Mono<DataBuffer> buffer(ServerHttpResponse target, byte[] bytes) {
		return Mono.fromSupplier(() -> target.bufferFactory().wrap(bytes));
	}

	@Override
	public LegacyTransport transport() {
		return this.carriage.transport();
	}

	@Override
	public Executor executor() {
		return this.carriage.executor();
	}

	@Override
	public synchronized boolean isWritable() {
		return this.started && this.begun && !this.writing && !this.ending;
	}

	@Override
	public boolean hasHeartbeat() {
		return true;
	}

	@Override
	public void start(TransportSession session) {
		synchronized (this) {
			this.started = true;
		}
		wakeUp();
	}

	@Override
	public void wakeUp() {
		this.carriage.schedule(this::drain);
	}

	private void drain() {
		this.carriage.drainBegins();
		TransportSession session = this.carriage.session();
		OutboundQueue queue = session.queue();
		List<EngineMessage> batch;
		int generation;
		FluxSink<Publisher<DataBuffer>> groups;
		ServerHttpResponse target;
		ResponseChannel below = this.channel;
		synchronized (this) {
			groups = this.sink;
			target = this.response;
			if (!isWritable() || groups == null || target == null || below == null) {
				return;
			}
			generation = queue.generation();
			batch = this.carriage.take(queue);
			this.writing = !batch.isEmpty();
		}
		if (batch.isEmpty()) {
			if (queue.isFinished()) {
				release();
				session.drained();
			}
			return;
		}
		PayloadFormat format = session.revision().payloads(session.request().query(), session.request().query());
		groups.next(buffer(target, this.framing.wrap(format.encode(batch).body())));
		groups.next(below.<DataBuffer>written().doOnSuccess((nothing) -> {
			queue.confirm(batch.size(), generation);
			written();
		}));
	}

	private void written() {
		boolean end;
		synchronized (this) {
			this.writing = false;
			end = this.ending;
		}
		if (end) {
			complete();
		}
		else {
			wakeUp();
		}
	}

	private void complete() {
		FluxSink<Publisher<DataBuffer>> groups;
		synchronized (this) {
			groups = this.sink;
		}
		if (groups != null) {
			groups.complete();
		}
	}

	@Override
	public void suspendReading(boolean suspended) {
		// What is read here are requests, one by one.
	}

	@Override
	public void release() {
		boolean now;
		synchronized (this) {
			this.ending = true;
			now = !this.writing;
		}
		if (now) {
			complete();
		}
	}

	/** A stream that ends says enough. */
	@Override
	public void end(EngineMessage message) {
		abort();
	}

	@Override
	public void abort() {
		release();
		boolean stuck;
		synchronized (this) {
			stuck = this.writing;
		}
		if (stuck) {
			ResponseChannel below = this.channel;
			if (below != null) {
				below.close();
			}
			this.aborted.tryEmitEmpty();
		}
	}

}
