package io.github.socketiospring.server.event;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.socketiospring.Ack;
import io.github.socketiospring.ClientError;
import io.github.socketiospring.DisconnectListener;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.SocketIOError;
import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import io.github.socketiospring.codec.json.ArgumentReader;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Turns what happens to one socket into tasks of its {@link EventQueue}: the namespace's
 * handlers, and the listeners added to the socket by hand.
 */
public final class SocketEvents {

	private static final Log logger = LogFactory.getLog(SocketEvents.class);

	/** What the connect handlers' exceptions are said to have been thrown for. */
	public static final String CONNECT = "connect";

	/** What clients' errors are called. */
	private static final String ERROR = "error";

	private static final String DISCONNECTING = "disconnecting";

	private static final String DISCONNECT = "disconnect";

	/** What an event gets that asks for no answer. */
	public static final Ack NOT_REQUESTED = new Ack() {

		@Override
		public boolean isRequested() {
			return false;
		}

		@Override
		public void send(@Nullable Object... arguments) {
			// Nobody waits for it.
		}

	};

	private final EventSocket socket;

	private final HandlerTable handlers;

	private final EventQueue queue;

	/** Without any limit, there is none. */
	private final @Nullable EventLimiter limiter;

	/** Set when all connect handlers are done, which may have added listeners. */
	private volatile boolean settled;

	/**
	 * Creates the events of a socket that has not joined its namespace yet.
	 * @param socket the socket
	 * @param connection its connection
	 */
	public SocketEvents(EventSocket socket, EventConnection connection) {
		this.socket = socket;
		this.handlers = socket.handlers();
		this.queue = new EventQueue(connection);
		this.limiter = this.handlers.limitsRates() ? new EventLimiter(socket, connection) : null;
	}

	// Events

	/**
	 * An event has arrived. Called by the receiving event loop.
	 * @param reader reads its name and arguments, which it lends for the call only
	 * @param ack answers the client
	 */
	public void received(ArgumentReader reader, Ack ack) {
		String event = reader.event();
		WatchedHandler handler = this.handlers.handler(event);
		if (this.limiter != null && !this.limiter.admits(event, handler, ack)) {
			return;
		}
		if (mayHaveListeners()) {
			Arrival arrival = (handler != null) ? handler.arrived() : null;
			EventCall call = new EventCall(this.socket, event, null, ReceivedArguments.of(reader), ack, arrival);
			this.queue.add(new UnfoldingTask(call, this.queue), true);
			return;
		}
		if (handler == null) {
			EventCall call = new EventCall(this.socket, event, null, ReceivedArguments.of(reader), ack);
			this.handlers.watches().unhandled();
			EventFailures.report(call, SocketIOError.Name.NO_SUCH_METHOD, null);
			return;
		}
		this.queue.add(task(handler, reader, event, ack), true);
	}

	/**
	 * Binds as the bytes are read; a failure is dealt with where the handler would run.
	 */
	private HandlerTask task(WatchedHandler handler, ArgumentReader reader, String event, Ack ack) {
		ArgumentBinding binding = handler.handler().binding();
		Arrival arrival = handler.arrived();
		if (binding == null) {
			return new HandlerTask(handler,
					new EventCall(this.socket, event, null, ReceivedArguments.of(reader), ack, arrival), null);
		}
		try {
			return new HandlerTask(handler, new EventCall(this.socket, event, reader.bind(binding), null, ack, arrival),
					null);
		}
		catch (ArgumentBindingException ex) {
			return new HandlerTask(handler, new EventCall(this.socket, event, null, null, ack), ex);
		}
	}

	/**
	 * The client reports an error.
	 * @param error what it says
	 */
	public void clientError(ClientError error) {
		EventCall call = new EventCall(this.socket, ERROR, new Object[] { error }, null, NOT_REQUESTED);
		List<WatchedHandler> errorHandlers = this.handlers.clientErrorHandlers();
		for (WatchedHandler handler : errorHandlers) {
			this.queue.add(new HandlerTask(handler, call, null), true);
		}
		if (errorHandlers.isEmpty() && logger.isDebugEnabled()) {
			logger.debug("Socket " + this.socket.nameInLogs() + " reports an error: " + LogText.of(error.reason()));
		}
	}

	/**
	 * Returns how many events wait until those before them are handled.
	 * @return the number, without the one that is being handled
	 */
	public int waiting() {
		return this.queue.size();
	}

	// Coming and going

	/**
	 * The client has joined: what is called for that comes before its events.
	 * @param before what has to complete first, or {@code null} for nothing
	 */
	public void connected(@Nullable Publisher<?> before) {
		EventCall call = lifecycleCall(CONNECT);
		List<SocketTask> tasks = new ArrayList<>();
		if (before != null) {
			tasks.add(new WaitTask(before));
		}
		for (LifecycleHandler handler : this.handlers.connectHandlers()) {
			tasks.add(new LifecycleTask(handler, call, null, null, true));
		}
		for (LifecycleHandler observer : this.handlers.observers().connected()) {
			tasks.add(new LifecycleTask(observer, call, null, null, false));
		}
		if (tasks.isEmpty()) {
			this.settled = true;
		}
		else {
			boolean onEventLoop = tasks.get(tasks.size() - 1).runsOnEventLoop();
			tasks.add(new StepTask(call, onEventLoop, () -> this.settled = true));
		}
		this.queue.open(tasks);
	}

	/**
	 * The socket has left its namespace: what is called for that comes after its events.
	 * @param reason why it has gone
	 * @param description details of the reason, if any
	 */
	public void disconnected(DisconnectReason reason, @Nullable String description) {
		EventCall disconnecting = lifecycleCall(DISCONNECTING);
		for (LifecycleHandler handler : this.handlers.disconnectingHandlers()) {
			this.queue.add(new LifecycleTask(handler, disconnecting, reason, description, true), false);
		}
		notify(Listeners::disconnecting, disconnecting, reason, description);
		LifecycleObservers observers = this.handlers.observers();
		observe(observers.disconnecting(), disconnecting, reason, description);
		if (this.handlers.disconnectingHandlers().isEmpty() && observers.disconnecting().isEmpty()
				&& !mayHaveListeners()) {
			// Nobody to show the rooms to.
			this.socket.forgetRooms();
		}
		else {
			this.queue.add(new StepTask(disconnecting, false, this.socket::forgetRooms), false);
		}
		EventCall disconnect = lifecycleCall(DISCONNECT);
		for (LifecycleHandler handler : this.handlers.disconnectHandlers()) {
			this.queue.add(new LifecycleTask(handler, disconnect, reason, description, true), false);
		}
		notify(Listeners::disconnect, disconnect, reason, description);
		observe(observers.disconnected(), disconnect, reason, description);
	}

	private void observe(List<LifecycleHandler> observers, EventCall call, DisconnectReason reason,
			@Nullable String description) {
		for (LifecycleHandler observer : observers) {
			this.queue.add(new LifecycleTask(observer, call, reason, description, false), false);
		}
	}

	/**
	 * Does something when all that has happened so far is handled, or no thread takes it
	 * any more.
	 * @param action what to do; must be short and must not block
	 */
	public void whenDone(Runnable action) {
		this.queue.add(new EndTask(action), false);
	}

	/**
	 * The socket has gone before it had joined: nobody is told of anything, and what has
	 * arrived is dropped.
	 */
	public void discard() {
		this.queue.discard();
	}

	private boolean mayHaveListeners() {
		return !this.settled || this.handlers.keepsEvents();
	}

	/**
	 * Calls listeners: those there are when the turn has come, since tasks that still
	 * wait may add some.
	 */
	private void notify(Function<Listeners, List<DisconnectListener>> which, EventCall call, DisconnectReason reason,
			@Nullable String description) {
		if (!mayHaveListeners()) {
			return;
		}
		this.queue.add(new StepTask(call, false, () -> {
			Listeners listeners = this.socket.listeners();
			List<DisconnectListener> found = (listeners != null) ? which.apply(listeners) : List.of();
			if (!found.isEmpty() && !isAllowed(call)) {
				EventFailures.report(call, SocketIOError.Name.METHOD_ACCESS_DENIED, null);
				return;
			}
			List<SocketTask> tasks = new ArrayList<>();
			for (DisconnectListener listener : found) {
				tasks.add(new ListenerTask(call, () -> listener.onDisconnect(reason, description)));
			}
			this.queue.addFirst(tasks);
		}), false);
	}

	/** There is one name for both steps of going. */
	static boolean isAllowed(EventCall call) {
		String name = call.event().equals(DISCONNECTING) ? DISCONNECT : call.event();
		return ((EventSocket) call.socket()).isAllowed(name);
	}

	private EventCall lifecycleCall(String name) {
		return new EventCall(this.socket, name, null, null, NOT_REQUESTED);
	}

}
