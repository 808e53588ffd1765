package io.github.socketiospring.server;

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.Ack;
import io.github.socketiospring.AnyEventListener;
import io.github.socketiospring.DisconnectListener;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.EventInterceptor;
import io.github.socketiospring.EventListener;
import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import io.github.socketiospring.codec.json.ArgumentReader;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Turns what happens to one socket into tasks of its {@link EventQueue}: the namespace's
 * handlers, and the listeners added to the socket by hand.
 */
final class SocketEvents {

	private static final Log logger = LogFactory.getLog(SocketEvents.class);

	private final ServerSocket socket;

	private final ServerNamespace namespace;

	/** Set when all connect handlers are done, which may have added listeners. */
	private volatile boolean settled;

	SocketEvents(ServerSocket socket, ServerNamespace namespace) {
		this.socket = socket;
		this.namespace = namespace;
	}

	// Events

	void received(ArgumentReader reader, Ack ack) {
		String event = reader.event();
		EventHandler handler = this.namespace.handler(event);
		if (!this.settled || this.namespace.usesListeners()) {
			EventCall call = new EventCall(this.socket, event, null, new ReceivedArguments(reader.capture()), ack);
			this.socket.events().add(new ListenersTask(this, call, handler), true);
		}
		else if (handler != null) {
			this.socket.events().add(new HandlerTask(handler, call(handler.binding(), reader, event, ack)), true);
		}
		else {
			reader.capture();
			ignored(event);
		}
	}

	private void ignored(String event) {
		if (logger.isDebugEnabled()) {
			logger.debug("No handler for event '" + LogText.of(event) + "' in namespace " + this.namespace.name());
		}
	}

	/**
	 * Binds as the bytes are read; a failure is dealt with where the handler would run.
	 */
	private BoundCall call(@Nullable ArgumentBinding binding, ArgumentReader reader, String event, Ack ack) {
		if (binding == null) {
			return new BoundCall(new EventCall(this.socket, event, null, new ReceivedArguments(reader.capture()), ack),
					null);
		}
		try {
			return new BoundCall(new EventCall(this.socket, event, reader.bind(binding), null, ack), null);
		}
		catch (ArgumentBindingException ex) {
			return new BoundCall(new EventCall(this.socket, event, null, null, ack), ex);
		}
	}

	/**
	 * Finds who is concerned when it is the event's turn: whatever ran before it may have
	 * added and removed listeners.
	 */
	private List<SocketTask> tasks(EventCall call, ReceivedArguments arguments, @Nullable EventHandler handler) {
		String event = call.event();
		List<SocketTask> tasks = new ArrayList<>();
		Listeners listeners = this.socket.listeners();
		Admission admission = new Admission();
		if (listeners != null) {
			for (AnyEventListener listener : listeners.any()) {
				tasks.add(new ListenerTask(call, () -> listener.onEvent(event, arguments)));
			}
			if (!listeners.interceptors().isEmpty()) {
				tasks.add(new InterceptorTask(call, List.copyOf(listeners.interceptors()), admission));
			}
		}
		if (handler != null) {
			tasks.add(new AdmittedTask(admission, new LateBindingTask(handler, call, arguments)));
		}
		if (listeners != null) {
			for (EventListener listener : listeners.of(event)) {
				tasks.add(new AdmittedTask(admission,
						new ListenerTask(call, () -> listener.onEvent(arguments, call.ack()))));
			}
		}
		return tasks;
	}

	// Coming and going

	void connected() {
		List<SocketTask> tasks = new ArrayList<>();
		for (LifecycleHandler handler : this.namespace.connectHandlers()) {
			tasks.add(new LifecycleTask(handler, lifecycleCall("connect"), null, null));
		}
		if (tasks.isEmpty()) {
			this.settled = true;
		}
		else {
			tasks.add(new SettledTask(this, tasks.get(tasks.size() - 1).runsOnEventLoop()));
		}
		this.socket.events().open(tasks);
	}

	void disconnected(DisconnectReason reason, @Nullable String description) {
		EventQueue queue = this.socket.events();
		Listeners listeners = this.socket.listeners();
		EventCall disconnecting = lifecycleCall("disconnecting");
		for (LifecycleHandler handler : this.namespace.disconnectingHandlers()) {
			queue.add(new LifecycleTask(handler, disconnecting, reason, description), false);
		}
		if (listeners != null) {
			notify(listeners.disconnecting(), disconnecting, reason, description);
		}
		queue.add(new ForgetRoomsTask(this.socket), false);
		EventCall disconnect = lifecycleCall("disconnect");
		for (LifecycleHandler handler : this.namespace.disconnectHandlers()) {
			queue.add(new LifecycleTask(handler, disconnect, reason, description), false);
		}
		if (listeners != null) {
			notify(listeners.disconnect(), disconnect, reason, description);
		}
	}

	private void notify(List<DisconnectListener> listeners, EventCall call, DisconnectReason reason,
			@Nullable String description) {
		for (DisconnectListener listener : listeners) {
			this.socket.events().add(new ListenerTask(call, () -> listener.onDisconnect(reason, description)), false);
		}
	}

	private EventCall lifecycleCall(String name) {
		return new EventCall(this.socket, name, null, null, PacketAck.NOT_REQUESTED);
	}

	// Failures

	private static @Nullable Publisher<?> failed(EventCall call, Throwable exception) {
		ServerNamespace namespace = ((ServerSocket) call.socket()).namespace();
		EventExceptionHandler handler = namespace.exceptionHandler(exception);
		if (handler == null) {
			log(call, exception);
			return null;
		}
		try {
			Publisher<?> handling = handler.handle(exception, call);
			return (handling != null) ? Flux.from(handling).onErrorResume((ex) -> {
				log(call, ex);
				return Mono.empty();
			}) : null;
		}
		catch (Throwable ex) {
			log(call, ex);
			return null;
		}
	}

	private static void log(EventCall call, Throwable exception) {
		String text = "Event '" + LogText.of(call.event()) + "' of socket " + call.socket().id() + " in namespace "
				+ call.socket().namespace().name();
		if (exception instanceof ArgumentBindingException) {
			logger.warn(text + " does not fit its handler: " + LogText.of(exception.getMessage()));
		}
		else {
			logger.error(text + " failed", exception);
		}
	}

	/**
	 * An event and whether its arguments fit.
	 *
	 * @param call the event
	 * @param failure why they do not, or {@code null}
	 */
	private record BoundCall(EventCall call, @Nullable ArgumentBindingException failure) {
	}

	/**
	 * Calls the namespace's handler with arguments that are bound already.
	 *
	 * @param handler the handler
	 * @param bound the event
	 */
	private record HandlerTask(EventHandler handler, BoundCall bound) implements SocketTask {

		@Override
		public boolean runsOnEventLoop() {
			return this.handler.runsOnEventLoop();
		}

		@Override
		public @Nullable Publisher<?> run() throws Throwable {
			if (this.bound.failure() != null) {
				throw this.bound.failure();
			}
			return this.handler.handle(this.bound.call());
		}

		@Override
		public @Nullable Publisher<?> failed(Throwable exception) {
			return SocketEvents.failed(this.bound.call(), exception);
		}

	}

	/**
	 * Binds the arguments and calls the namespace's handler, for events that had to be
	 * kept whole.
	 *
	 * @param handler the handler
	 * @param call the event
	 * @param arguments its arguments
	 */
	private record LateBindingTask(EventHandler handler, EventCall call,
			ReceivedArguments arguments) implements SocketTask {

		@Override
		public boolean runsOnEventLoop() {
			return this.handler.runsOnEventLoop();
		}

		@Override
		public @Nullable Publisher<?> run() throws Throwable {
			ArgumentBinding binding = this.handler.binding();
			return this.handler.handle((binding == null) ? this.call : new EventCall(this.call.socket(),
					this.call.event(), this.arguments.bind(binding), null, this.call.ack()));
		}

		@Override
		public @Nullable Publisher<?> failed(Throwable exception) {
			return SocketEvents.failed(this.call, exception);
		}

	}

	/**
	 * Puts in its place what an event asks for.
	 *
	 * @param events where it was received
	 * @param call the event
	 * @param handler the namespace's handler, or {@code null} if there is none
	 */
	private record ListenersTask(SocketEvents events, EventCall call,
			@Nullable EventHandler handler) implements SocketTask {

		@Override
		public boolean runsOnEventLoop() {
			return this.handler != null && this.handler.runsOnEventLoop();
		}

		@Override
		public @Nullable Publisher<?> run() {
			if (this.call.arguments() instanceof ReceivedArguments arguments) {
				List<SocketTask> tasks = this.events.tasks(this.call, arguments, this.handler);
				if (tasks.isEmpty()) {
					this.events.ignored(this.call.event());
				}
				this.events.socket.events().addFirst(tasks);
			}
			return null;
		}

		@Override
		public @Nullable Publisher<?> failed(Throwable exception) {
			return SocketEvents.failed(this.call, exception);
		}

	}

	/**
	 * Remembers that all connect handlers are done.
	 *
	 * @param events whose
	 * @param runsOnEventLoop where the last of them ran
	 */
	private record SettledTask(SocketEvents events, boolean runsOnEventLoop) implements SocketTask {

		@Override
		public @Nullable Publisher<?> run() {
			this.events.settled = true;
			return null;
		}

		@Override
		public @Nullable Publisher<?> failed(Throwable exception) {
			return null;
		}

	}

	/**
	 * Calls a listener.
	 *
	 * @param call the event
	 * @param action calls it
	 */
	private record ListenerTask(EventCall call, ListenerAction action) implements SocketTask {

		@Override
		public boolean runsOnEventLoop() {
			return false;
		}

		@Override
		public @Nullable Publisher<?> run() throws Exception {
			this.action.run();
			return null;
		}

		@Override
		public @Nullable Publisher<?> failed(Throwable exception) {
			return SocketEvents.failed(this.call, exception);
		}

	}

	@FunctionalInterface
	private interface ListenerAction {

		void run() throws Exception;

	}

	/**
	 * Whether an event has passed its interceptors.
	 */
	private static final class Admission {

		private volatile boolean refused;

	}

	/**
	 * Asks the socket's interceptors, one after the other.
	 *
	 * @param call the event
	 * @param interceptors the interceptors
	 * @param admission remembers what they said
	 */
	private record InterceptorTask(EventCall call, List<EventInterceptor> interceptors,
			Admission admission) implements SocketTask {

		@Override
		public boolean runsOnEventLoop() {
			return true;
		}

		@Override
		public Publisher<?> run() {
			return Flux.fromIterable(this.interceptors).concatMap(this::ask);
		}

		private Mono<Void> ask(EventInterceptor interceptor) {
			return (this.call.arguments() != null) ? interceptor.intercept(this.call.event(), this.call.arguments())
					: Mono.empty();
		}

		@Override
		public @Nullable Publisher<?> failed(Throwable exception) {
			this.admission.refused = true;
			return SocketEvents.failed(this.call, exception);
		}

	}

	/**
	 * Runs a task only if the event was not refused.
	 *
	 * @param admission what the interceptors said
	 * @param task the task
	 */
	private record AdmittedTask(Admission admission, SocketTask task) implements SocketTask {

		@Override
		public boolean runsOnEventLoop() {
			return this.task.runsOnEventLoop();
		}

		@Override
		public @Nullable Publisher<?> run() throws Throwable {
			return this.admission.refused ? null : this.task.run();
		}

		@Override
		public @Nullable Publisher<?> failed(Throwable exception) {
			return this.task.failed(exception);
		}

	}

	/**
	 * Tells a handler that the socket has come or gone.
	 *
	 * @param handler the handler
	 * @param call names what happened
	 * @param reason why it has gone, or {@code null}
	 * @param description details, or {@code null}
	 */
	private record LifecycleTask(LifecycleHandler handler, EventCall call, @Nullable DisconnectReason reason,
			@Nullable String description) implements SocketTask {

		@Override
		public boolean runsOnEventLoop() {
			return this.handler.runsOnEventLoop();
		}

		@Override
		public @Nullable Publisher<?> run() throws Throwable {
			return this.handler.handle(this.call.socket(), this.reason, this.description);
		}

		@Override
		public @Nullable Publisher<?> failed(Throwable exception) {
			return SocketEvents.failed(this.call, exception);
		}

	}

	/**
	 * Lets the rooms of a socket that has gone be forgotten.
	 *
	 * @param socket the socket
	 */
	private record ForgetRoomsTask(ServerSocket socket) implements SocketTask {

		@Override
		public boolean runsOnEventLoop() {
			return true;
		}

		@Override
		public @Nullable Publisher<?> run() {
			this.socket.forgetRooms();
			return null;
		}

		@Override
		public @Nullable Publisher<?> failed(Throwable exception) {
			return null;
		}

	}

}
