package io.github.socketiospring.transport.forward;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.socketiospring.adapter.ServerDirectory;
import io.github.socketiospring.adapter.ServerRecord;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The other servers, as far as they have been asked for. The directory is read again when
 * somebody asks for a server that is not in the table, but however many ask, and for
 * whatever, not more often than five times a second: whoever comes in between waits for
 * the next reading. When the directory cannot be read, the servers in the table stay.
 * Safe for use by any thread.
 */
final class ServerTable {

	/** The time between two readings. */
	static final Duration REST = Duration.ofMillis(200);

	/** How long one reading may take. */
	static final Duration READ_TIMEOUT = Duration.ofSeconds(1);

	private static final int MAX_SERVERS = 10_000;

	private static final Log logger = LogFactory.getLog(ServerTable.class);

	private final ServerDirectory directory;

	private volatile Map<String, ServerRecord> servers = new ConcurrentHashMap<>();

	/** The reading under way, or the one that waits for its time. */
	private final AtomicReference<@Nullable Reading> reading = new AtomicReference<>();

	private volatile long lastRead = System.nanoTime() - REST.toNanos();

	private final AtomicBoolean failing = new AtomicBoolean();

	ServerTable(ServerDirectory directory) {
		this.directory = directory;
	}

	/**
	 * Finds a server.
	 * @param id its id, unchecked
	 * @return the server; empty if there is none, or if the directory does not know it in
	 * time
	 */
	Mono<ServerRecord> find(String id) {
		ServerRecord known = this.servers.get(id);
		if (known != null) {
			return Mono.just(known);
		}
		Mono<ServerRecord> lookUp = Mono.fromSupplier(() -> this.servers.get(id));
		Reading current = reading();
		// What has begun already may have missed a server that is new.
		return current.begun ? current.done.then(lookUp).switchIfEmpty(Mono.defer(() -> reading().done.then(lookUp)))
				: current.done.then(lookUp);
	}

	private Reading reading() {
		while (true) {
			Reading current = this.reading.get();
			if (current != null) {
				return current;
			}
			Reading next = new Reading();
			if (this.reading.compareAndSet(null, next)) {
				return next;
			}
		}
	}

	/**
	 * One reading of the directory, which begins with the first who waits for it.
	 */
	private final class Reading {

		private final Mono<Void> done = Mono.defer(this::pause).cache();

		private volatile boolean begun;

		private Mono<Void> pause() {
			Duration rest = REST.minusNanos(System.nanoTime() - ServerTable.this.lastRead);
			Mono<Void> pause = (rest.isNegative() || rest.isZero()) ? Mono.empty() : Mono.delay(rest).then();
			return pause.then(Mono.defer(() -> {
				this.begun = true;
				return readNow();
			})).doFinally((signal) -> {
				ServerTable.this.lastRead = System.nanoTime();
				ServerTable.this.reading.set(null);
			});
		}

	}

	private Mono<Void> readNow() {
		return this.directory.servers()
			.take(MAX_SERVERS)
			.filter(PeerAddress::isValid)
			.collectMap(ServerRecord::id)
			.timeout(READ_TIMEOUT)
			.doOnNext((read) -> {
				this.servers = new ConcurrentHashMap<>(read);
				this.failing.set(false);
			})
			.then()
			.onErrorResume((ex) -> {
				report(ex);
				return Mono.empty();
			});
	}

	private void report(Throwable ex) {
		if (this.failing.compareAndSet(false, true)) {
			logger.warn("The directory of servers cannot be read: requests are handed on to those servers only that "
					+ "are known already", ex);
		}
	}

	/**
	 * Forgets a server that cannot be reached, until somebody asks for it again.
	 * @param server the server
	 */
	void forget(ServerRecord server) {
		this.servers.remove(server.id(), server);
	}

}
