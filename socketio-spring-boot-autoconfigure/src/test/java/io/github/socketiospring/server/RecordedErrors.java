package io.github.socketiospring.server;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.SocketIOErrorHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Remembers errors, and says nothing of them to clients if asked to.
 */
final class RecordedErrors implements SocketIOErrorHandler {

	private final BlockingQueue<SocketIOError> errors = new LinkedBlockingQueue<>();

	volatile boolean quiet;

	volatile boolean failing;

	@Override
	public void handle(SocketIOError error) {
		this.errors.add(error);
		if (this.failing) {
			throw new IllegalStateException("expected by RecordedErrors");
		}
	}

	@Override
	public boolean tellsClient(SocketIOError error) {
		return !this.quiet;
	}

	void clear() {
		this.errors.clear();
		this.quiet = false;
		this.failing = false;
	}

	SocketIOError next() throws InterruptedException {
		SocketIOError next = this.errors.poll(20, TimeUnit.SECONDS);
		assertThat(next).as("error").isNotNull();
		return next;
	}

	/** The next error, of this name. */
	SocketIOError next(SocketIOError.Name name) throws InterruptedException {
		SocketIOError next = next();
		assertThat(next.name()).isEqualTo(name);
		return next;
	}

	/** The next denial of a socket; others may still come from those that have gone. */
	SocketIOError denied(Socket socket) throws InterruptedException {
		SocketIOError next;
		do {
			next = next();
		}
		while (next.socket() != socket);
		assertThat(next.name()).isEqualTo(SocketIOError.Name.METHOD_ACCESS_DENIED);
		return next;
	}

	boolean isEmpty() {
		return this.errors.isEmpty();
	}

	boolean has(Socket socket) {
		return this.errors.stream().anyMatch((error) -> error.socket() == socket);
	}

}
