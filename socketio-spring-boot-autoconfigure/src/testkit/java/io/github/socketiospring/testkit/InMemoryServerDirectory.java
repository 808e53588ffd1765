package io.github.socketiospring.testkit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.adapter.ServerDirectory;
import io.github.socketiospring.adapter.ServerRecord;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The directory of the servers of one process. Nobody in it ever dies by himself.
 */
public final class InMemoryServerDirectory implements ServerDirectory {

	private final Map<String, ServerRecord> servers = new ConcurrentHashMap<>();

	private final AtomicInteger readings = new AtomicInteger();

	@Override
	public Mono<Void> announce(ServerRecord server, Duration validity) {
		return Mono.fromRunnable(() -> this.servers.put(server.id(), server));
	}

	@Override
	public Mono<Void> withdraw(ServerRecord server) {
		return Mono.fromRunnable(() -> this.servers.remove(server.id()));
	}

	@Override
	public Flux<ServerRecord> servers() {
		return Flux.defer(() -> {
			this.readings.incrementAndGet();
			return Flux.fromIterable(this.servers.values());
		});
	}

	/** How often it was read. */
	public int readings() {
		return this.readings.get();
	}

	/** The server of a port. */
	public ServerRecord at(int port) {
		return this.servers.values()
			.stream()
			.filter((server) -> server.address().endsWith(":" + port))
			.findFirst()
			.orElseThrow();
	}

}
