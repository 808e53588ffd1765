package io.github.socketiospring.server.event;

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.AnySocketEventListener;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.EventInterceptor;
import io.github.socketiospring.SocketEventListener;
import io.github.socketiospring.SocketIOError;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Finds out who takes an event when its turn has come: handlers before it may have added
 * listeners. Listeners of all events come first, then the interceptors, then those that
 * the event is for under the name which the interceptors have left it.
 */
final class UnfoldingTask implements SocketTask {

	private final EventCall call;

	private final EventQueue queue;

	UnfoldingTask(EventCall call, EventQueue queue) {
		this.call = call;
		this.queue = queue;
	}

	@Override
	public boolean runsOnEventLoop() {
		return true;
	}

	@Override
	public @Nullable Publisher<?> run() {
		List<SocketTask> tasks = new ArrayList<>();
		addAny(tasks);
		boolean seen = !tasks.isEmpty();
		List<EventInterceptor> interceptors = interceptors();
		if (!interceptors.isEmpty()) {
			InterceptorTask check = new InterceptorTask(this.call, interceptors);
			tasks.add(check);
			tasks.add(new StepTask(this.call, true, () -> goOn(check.admitted(), seen)));
		}
		else if (seen) {
			// They may add and remove listeners of this very event.
			tasks.add(new StepTask(this.call, false, () -> goOn(this.call, true)));
		}
		else {
			addNamed(this.call, false, tasks);
		}
		this.queue.addFirst(tasks);
		return null;
	}

	private void addAny(List<SocketTask> tasks) {
		Listeners listeners = listeners();
		if (listeners != null && socket().isAllowed(this.call.event())) {
			for (AnySocketEventListener listener : listeners.any()) {
				tasks.add(new ListenerTask(this.call, () -> listener.onEvent(this.call.event(), this.call.kept())));
			}
		}
	}

	/** Those of the namespace first. */
	private List<EventInterceptor> interceptors() {
		List<EventInterceptor> all = new ArrayList<>(socket().handlers().interceptors());
		Listeners listeners = listeners();
		if (listeners != null) {
			all.addAll(listeners.interceptors());
		}
		return all;
	}

	private void goOn(@Nullable EventCall admitted, boolean seen) {
		if (admitted != null) {
			List<SocketTask> tasks = new ArrayList<>();
			addNamed(admitted, seen, tasks);
			this.queue.addFirst(tasks);
		}
	}

	/**
	 * Adds those that the event is for by its name.
	 * @param seen whether a listener of all events has been given it
	 */
	private void addNamed(EventCall admitted, boolean seen, List<SocketTask> tasks) {
		if (!socket().isAllowed(admitted.event())) {
			tasks.add(new StepTask(admitted, true,
					() -> EventFailures.report(admitted, SocketIOError.Name.METHOD_ACCESS_DENIED, null)));
			return;
		}
		WatchedHandler handler = socket().handlers().handler(admitted.event());
		boolean taken = seen || handler != null;
		if (handler != null) {
			tasks.add(new LateBindingTask(handler, admitted));
		}
		Listeners listeners = listeners();
		if (listeners != null) {
			List<SocketEventListener> named = listeners.of(admitted.event());
			taken |= !named.isEmpty();
			if (handler == null && taken) {
				socket().handlers().watches().arrived(admitted.event());
			}
			Arguments arguments = admitted.kept();
			for (SocketEventListener listener : named) {
				tasks.add(new ListenerTask(admitted, () -> listener.onEvent(arguments, admitted.ack())));
			}
		}
		if (!taken) {
			socket().handlers().watches().unhandled();
			tasks.add(new StepTask(admitted, true,
					() -> EventFailures.report(admitted, SocketIOError.Name.NO_SUCH_METHOD, null)));
		}
	}

	private EventSocket socket() {
		return (EventSocket) this.call.socket();
	}

	private @Nullable Listeners listeners() {
		return socket().listeners();
	}

	@Override
	public @Nullable Publisher<?> failed(Throwable exception) {
		return EventFailures.handle(this.call, exception);
	}

}
