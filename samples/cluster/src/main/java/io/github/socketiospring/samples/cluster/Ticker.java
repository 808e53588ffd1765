package io.github.socketiospring.samples.cluster;

import io.github.socketiospring.SocketIOServer;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells everybody every second that this server is there. The ticks are numbered, so that
 * the page sees whether one is missing.
 */
@Component
class Ticker {

	private final SocketIOServer io;

	private final String server;

	private long number;

	Ticker(SocketIOServer io, @Value("${sample.server}") String server) {
		this.io = io;
		this.server = server;
	}

	@Scheduled(fixedRate = 1000)
	void tick() {
		this.io.emit("tick", new Tick(this.server, ++this.number, this.io.clientsCount()));
	}

	/**
	 * A sign of life.
	 *
	 * @param server whose
	 * @param number how many it has given, this one included
	 * @param people how many are on that server
	 */
	record Tick(String server, long number, int people) {
	}

}
