package io.github.socketiospring.demo;

import java.util.concurrent.TimeUnit;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.SocketIOServer;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Pushes a counter to everybody on the tutorial page, from outside any event handler.
 */
@Component
class CounterJob {

	private final Namespace tutorial;

	private long counter;

	CounterJob(SocketIOServer io) {
		this.tutorial = io.of("/tutorial");
	}

	@Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
	void tick() {
		if (this.tutorial.sockets().isEmpty()) {
			return;
		}
		this.counter++;
		// Volatile: to a client that cannot take it now, an old number is worth nothing.
		this.tutorial.volatileEmit("counter", this.counter);
	}

}
