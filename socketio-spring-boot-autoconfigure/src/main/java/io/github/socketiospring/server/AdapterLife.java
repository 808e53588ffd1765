package io.github.socketiospring.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.ConnectRefusedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Starts and stops the adapters of namespaces that come and go while the server runs: one
 * starts only when its predecessor of the same name has stopped.
 */
final class AdapterLife {

	private static final Log logger = LogFactory.getLog(AdapterLife.class);

	private final Map<String, Mono<Void>> stopping = new ConcurrentHashMap<>();

	/**
	 * Starts an adapter, once for all subscribers.
	 * @return completes when it takes part in the cluster; its error is what clients are
	 * told, the true one is logged
	 */
	Mono<Void> start(NamespaceBase namespace) {
		return this.stopping.getOrDefault(namespace.name(), Mono.empty())
			.then(namespace.start())
			.doOnError((ex) -> logger.error("The adapter of namespace " + namespace.name() + " has not started", ex))
			.onErrorMap((ex) -> new ConnectRefusedException("Connection refused"))
			.cache();
	}

	/**
	 * Stops an adapter.
	 * @return completes when it has; a failure is logged
	 */
	Mono<Void> stop(NamespaceBase namespace) {
		return namespace.stop().onErrorResume((ex) -> {
			logger.warn("The adapter of namespace " + namespace.name() + " has not stopped", ex);
			return Mono.empty();
		});
	}

	/**
	 * The adapter of a namespace is going to be stopped: from now on, that of another
	 * namespace of its name waits.
	 * @return stops it; to be run once
	 */
	Runnable ending(NamespaceBase namespace) {
		if (namespace.neverStart()) {
			// One that it has waited for may still be stopping.
			return () -> {
			};
		}
		String name = namespace.name();
		Sinks.Empty<Void> mayStop = Sinks.empty();
		Mono<Void> stop = mayStop.asMono().then(stop(namespace)).cache();
		this.stopping.put(name, stop);
		stop.doFinally((signal) -> this.stopping.remove(name, stop)).subscribe();
		return mayStop::tryEmitEmpty;
	}

}
