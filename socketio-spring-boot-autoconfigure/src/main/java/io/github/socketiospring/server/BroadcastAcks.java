package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.engine.TimerWheel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/**
 * The acknowledgements of one broadcast. Sockets that disconnect are no longer waited
 * for.
 */
final class BroadcastAcks {

	private final MonoSink<List<Arguments>> sink;

	private final long id;

	private final TimerWheel timers;

	private final Duration timeout;

	private final List<Arguments> answers = new ArrayList<>();

	private final List<ServerSocket> sockets = new ArrayList<>();

	private TimerWheel.@Nullable Timer timer;

	private int pending;

	private boolean started;

	BroadcastAcks(MonoSink<List<Arguments>> sink, long id, TimerWheel timers, Duration timeout) {
		this.sink = sink;
		this.id = id;
		this.timers = timers;
		this.timeout = timeout;
	}

	void expect(ServerSocket socket) {
		synchronized (this) {
			this.sockets.add(socket);
			this.pending++;
		}
		socket.pendingAcks().add(this.id, new PendingAcks.AckCallback() {

			@Override
			public void answered(Arguments arguments) {
				completed(arguments);
			}

			@Override
			public void failed(AckException exception) {
				completed(null);
			}

		});
	}

	/** All receivers are known. */
	void start() {
		boolean done;
		synchronized (this) {
			this.started = true;
			done = this.pending == 0;
			if (!done) {
				this.timer = this.timers.schedule(this.timeout, this::timedOut);
			}
		}
		if (done) {
			succeed();
		}
	}

	private void completed(@Nullable Arguments answer) {
		synchronized (this) {
			if (answer != null) {
				this.answers.add(answer);
			}
			this.pending--;
			if (!this.started || this.pending > 0) {
				return;
			}
		}
		succeed();
	}

	private void succeed() {
		this.sink.success(snapshot());
	}

	private void timedOut() {
		this.sink.error(
				new AckException("not all clients acknowledged within " + this.timeout.toMillis() + " ms", snapshot()));
	}

	private synchronized List<Arguments> snapshot() {
		return List.copyOf(this.answers);
	}

	/** Nobody waits for the answers any more. */
	void forget() {
		List<ServerSocket> waiting;
		synchronized (this) {
			if (this.timer != null) {
				this.timers.cancel(this.timer);
			}
			waiting = List.copyOf(this.sockets);
		}
		waiting.forEach((socket) -> socket.pendingAcks().remove(this.id));
	}

}
