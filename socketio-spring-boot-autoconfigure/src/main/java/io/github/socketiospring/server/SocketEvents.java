package io.github.socketiospring.server;

import java.util.List;

import io.github.socketiospring.Ack;
import io.github.socketiospring.AnyEventListener;
import io.github.socketiospring.DisconnectListener;
import io.github.socketiospring.DisconnectReason;
import io.github.socketiospring.EventListener;
import io.github.socketiospring.codec.json.ArgumentBinding;
import io.github.socketiospring.codec.json.ArgumentBindingException;
import io.github.socketiospring.codec.json.ArgumentReader;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Turns what happens to one socket into tasks of its {@link EventQueue}: the namespace's
 * handlers, and the listeners added to the socket by hand.
 */
final class SocketEvents {

	private static final Log logger = LogFactory.getLog(SocketEvents.class);

	private final ServerSocket socket;

	private final ServerNamespace namespace;

	SocketEvents(ServerSocket socket, ServerNamespace namespace) {
		this.socket = socket;
		this.namespace = namespace;
	}

	// Events

	void received(ArgumentReader reader, Ack ack) {
		String event = reader.event();
		EventHandler handler = this.namespace.handler(event);
		Listeners listeners = this.socket.listeners();
		if (listeners != null && listeners.concerns(event)) {
			receivedWithListeners(reader, ack, event, handler, listeners);
			return;
		}
		if (handler == null) {
			reader.capture();
			if (logger.isDebugEnabled()) {
				logger.debug("No handler for event '" + LogText.of(event) + "' in namespace " + this.namespace.name());
			}
			return;
		}
		this.socket.events().add(new HandlerTask(handler, call(handler.binding(), reader, event, ack)), true);
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

	private void receivedWithListeners(ArgumentReader reader, Ack ack, String event, @Nullable EventHandler handler,
			Listeners listeners) {
		ReceivedArguments arguments = new ReceivedArguments(reader.capture());
		EventCall call = new EventCall(this.socket, event, null, arguments, ack);
		EventQueue queue = this.socket.events();
		Admission admission = new Admission();
		for (AnyEventListener listener : listeners.any()) {
			queue.add(new ListenerTask(call, () -> listener.onEvent(event, arguments)), true);
		}
		if (!listeners.interceptors().isEmpty()) {
			queue.add(new InterceptorTask(call, List.copyOf(listeners.interceptors()), admission), true);
		}
		if (handler != null) {
			queue.add(new AdmittedTask(admission, new LateBindingTask(handler, call, arguments)), true);
		}
		for (EventListener listener : listeners.of(event)) {
			queue.add(new AdmittedTask(admission, new ListenerTask(call, () -> listener.onEvent(arguments, ack))),
					true);
		}
	}

	// Coming and going

	void connected() {
		for (LifecycleHandler handler : this.namespace.connectHandlers()) {
			this.socket.events().add(new LifecycleTask(handler, lifecycleCall("connect"), null, null), false);
		}
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

}
