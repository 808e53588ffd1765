package io.github.socketiospring.server.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.socketiospring.DisconnectReason;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.util.context.ContextView;

/**
 * All {@link NamespaceWatch watches} of one namespace, or of a family of namespaces. Does
 * nothing if there are none. Safe for use by any thread.
 */
public final class NamespaceWatches {

	/** Listeners may be added under any number of names. */
	private static final int MAX_NAMES = 200;

	private static final String OTHER = "other";

	private final List<NamespaceWatch> watches;

	/** For connect and disconnect handlers, and for listeners. */
	private final Map<String, List<EventWatch>> events = new ConcurrentHashMap<>(0);

	private final List<EventWatch> jobs;

	NamespaceWatches(String namespace, List<EventWatcher> watchers) {
		this.watches = watchers.stream().map((watcher) -> watcher.namespace(namespace)).toList();
		this.jobs = create(NamespaceWatch::job);
	}

	boolean isEmpty() {
		return this.watches.isEmpty();
	}

	/**
	 * An event was emitted to clients of this server.
	 * @param event its name
	 * @param receivers how many it was queued for
	 */
	public void emitted(String event, int receivers) {
		for (NamespaceWatch watch : this.watches) {
			watch.emitted(event, receivers);
		}
	}

	/**
	 * Clients are asked for an acknowledgement.
	 * @param event the name of the event
	 * @param context who waits for it
	 * @return learns of the end of that
	 */
	public AckWatch asked(String event, ContextView context) {
		return switch (this.watches.size()) {
			case 0 -> AckWatch.NONE;
			case 1 -> this.watches.get(0).asked(event, context);
			default -> allAsked(event, context);
		};
	}

	private AckWatch allAsked(String event, ContextView context) {
		List<AckWatch> all = new ArrayList<>(this.watches.size());
		for (NamespaceWatch watch : this.watches) {
			AckWatch each = watch.asked(event, context);
			if (each != AckWatch.NONE) {
				all.add(each);
			}
		}
		return all.isEmpty() ? AckWatch.NONE : (exception) -> all.forEach((watch) -> watch.ended(exception));
	}

	/**
	 * A socket has joined.
	 */
	public void joined() {
		this.watches.forEach(NamespaceWatch::joined);
	}

	/**
	 * A socket that had joined has gone.
	 * @param reason why
	 */
	public void left(DisconnectReason reason) {
		this.watches.forEach((watch) -> watch.left(reason));
	}

	/**
	 * A client was not let in.
	 */
	public void refused() {
		this.watches.forEach(NamespaceWatch::refused);
	}

	void unhandled() {
		this.watches.forEach(NamespaceWatch::unhandled);
	}

	/** Puts all who look around the calls of a handler. */
	WatchedHandler around(String event, EventHandler handler) {
		List<EventWatch> around = create((watch) -> watch.event(event));
		return around.isEmpty() ? WatchedHandler.unwatched(handler)
				: new WatchedHandler(handler, chain(around, handler, EventWatch::call), around);
	}

	/** An event has arrived that has no handler, but listeners. */
	void arrived(String event) {
		if (!this.watches.isEmpty()) {
			WatchedHandler.arrived(of(event));
		}
	}

	/** Calls a listener, or a handler of connects or disconnects. */
	@Nullable Publisher<?> call(String event, EventCall call, EventTarget target) throws Throwable {
		return this.watches.isEmpty() ? target.handle(call)
				: chain(of(event), target, EventWatch::callOther).handle(call);
	}

	/**
	 * Calls a job.
	 * @param call names the socket
	 * @param job the job
	 * @return as for {@link EventTarget#handle}
	 * @throws EventFailedException if the job has failed, which is dealt with
	 */
	@Nullable Publisher<?> callJob(EventCall call, EventTarget job) throws Throwable {
		return chain(this.jobs, job, EventWatch::callOther).handle(call);
	}

	private List<EventWatch> of(String event) {
		List<EventWatch> known = this.events.get(event);
		if (known != null) {
			return known;
		}
		return this.events.computeIfAbsent((this.events.size() < MAX_NAMES) ? event : OTHER,
				(name) -> create((watch) -> watch.event(name)));
	}

	private List<EventWatch> create(Function<NamespaceWatch, @Nullable EventWatch> which) {
		List<EventWatch> created = new ArrayList<>(this.watches.size());
		for (NamespaceWatch watch : this.watches) {
			EventWatch each = which.apply(watch);
			if (each != null) {
				created.add(each);
			}
		}
		return created;
	}

	/** The first is the outermost. Failures are dealt with inside of all. */
	private static EventTarget chain(List<EventWatch> watches, EventTarget target, Around around) {
		EventTarget chained = new ContainedTarget(target);
		for (int i = watches.size() - 1; i >= 0; i--) {
			EventWatch watch = watches.get(i);
			EventTarget next = chained;
			chained = (call) -> around.call(watch, call, next);
		}
		return chained;
	}

	/**
	 * A way to call something with a watch around it.
	 */
	@FunctionalInterface
	private interface Around {

		@Nullable Publisher<?> call(EventWatch watch, EventCall call, EventTarget target) throws Throwable;

	}

}
