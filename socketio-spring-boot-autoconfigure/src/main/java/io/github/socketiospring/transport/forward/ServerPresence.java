package io.github.socketiospring.transport.forward;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.adapter.ServerDirectory;
import io.github.socketiospring.adapter.ServerRecord;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps this server in the directory while it runs. Where the directory cannot be written
 * to, that is tried again and again; servers that have read it before still reach this
 * one.
 */
public final class ServerPresence {

	/** How long the others rely on what they were told last. */
	static final Duration VALIDITY = Duration.ofSeconds(15);

	static final Duration INTERVAL = Duration.ofSeconds(5);

	/** How long one attempt may take, at the end of the server, too. */
	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private static final Log logger = LogFactory.getLog(ServerPresence.class);

	private final ServerIdentity own;

	private final ServerDirectory directory;

	private final AtomicBoolean failing = new AtomicBoolean();

	private volatile @Nullable ServerRecord record;

	private volatile @Nullable Disposable refreshing;

	/**
	 * Creates a presence that is not announced yet.
	 * @param own what this server is known by
	 * @param directory where it is announced
	 */
	public ServerPresence(ServerIdentity own, ServerDirectory directory) {
		this.own = own;
		this.directory = directory;
	}

	/**
	 * Announces the server, and goes on doing so.
	 * @param address where other servers reach it, resolved
	 * @return completes when it was announced, or cannot be now; never an error
	 */
	public Mono<Void> start(InetSocketAddress address) {
		ServerRecord server = this.own.at(PeerAddress.text(address));
		return Mono.defer(() -> {
			this.record = server;
			this.refreshing = Schedulers.parallel()
				.schedulePeriodically(() -> announce(server).subscribe(), INTERVAL.toMillis(), INTERVAL.toMillis(),
						TimeUnit.MILLISECONDS);
			return announce(server);
		});
	}

	private Mono<Void> announce(ServerRecord server) {
		return this.directory.announce(server, VALIDITY).timeout(TIMEOUT).doOnSuccess((nothing) -> {
			if (this.failing.getAndSet(false)) {
				logger.info("This server is in the directory of servers again");
			}
		}).onErrorResume((ex) -> {
			if (this.failing.compareAndSet(false, true)) {
				logger.warn("This server cannot be written to the directory of servers (" + ex.getMessage()
						+ "): others that do not know it yet cannot hand requests on to it. It is tried again every "
						+ INTERVAL.toSeconds() + " s");
				logger.debug("Not announced", ex);
			}
			return Mono.empty();
		});
	}

	/**
	 * Takes the server out of the directory.
	 * @return completes when that is done, or has failed; never an error
	 */
	public Mono<Void> stop() {
		return Mono.defer(() -> {
			Disposable current = this.refreshing;
			ServerRecord server = this.record;
			if (current != null) {
				current.dispose();
			}
			return (server != null) ? this.directory.withdraw(server).timeout(TIMEOUT).onErrorResume((ex) -> {
				logger.debug("Not withdrawn", ex);
				return Mono.empty();
			}) : Mono.empty();
		});
	}

}
