package io.github.socketiospring.server.event;

import java.util.Set;

import io.github.socketiospring.AnySocketEventListener;
import io.github.socketiospring.DisconnectListener;
import io.github.socketiospring.EventInterceptor;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketAcl;
import io.github.socketiospring.SocketEventListener;
import org.jspecify.annotations.Nullable;

/**
 * What a socket has for its events, made when it is first asked for: its listeners, and
 * which events it may send.
 */
public abstract class ListeningSocket implements EventSocket {

	private volatile @Nullable Listeners listeners;

	private volatile @Nullable EventAcl acl;

	@Override
	public final @Nullable Listeners listeners() {
		return this.listeners;
	}

	/**
	 * Returns the listeners, also if there have never been any.
	 * @return the listeners
	 */
	protected final synchronized Listeners anyListeners() {
		Listeners current = this.listeners;
		if (current == null) {
			current = new Listeners();
			this.listeners = current;
		}
		return current;
	}

	/** Those of events that come in. */
	private Listeners ensureListeners() {
		handlers().keepEvents();
		return anyListeners();
	}

	// One event

	@Override
	public final Socket on(String event, SocketEventListener listener) {
		handlers().names().handled(event);
		ensureListeners().add(event, listener);
		return this;
	}

	@Override
	public final Socket once(String event, SocketEventListener listener) {
		handlers().names().handled(event);
		ensureListeners().addOnce(event, listener);
		return this;
	}

	@Override
	public final Socket off(String event, SocketEventListener listener) {
		Listeners current = this.listeners;
		if (current != null) {
			current.remove(event, listener);
		}
		return this;
	}

	@Override
	public final Socket off(String event) {
		Listeners current = this.listeners;
		if (current != null) {
			current.remove(event);
		}
		return this;
	}

	@Override
	public final Socket off() {
		Listeners current = this.listeners;
		if (current != null) {
			current.removeAll();
		}
		return this;
	}

	// All events

	@Override
	public final Socket onAny(AnySocketEventListener listener) {
		ensureListeners().any().add(listener);
		return this;
	}

	@Override
	public final Socket prependAny(AnySocketEventListener listener) {
		ensureListeners().any().add(0, listener);
		return this;
	}

	@Override
	public final Socket offAny(AnySocketEventListener listener) {
		Listeners current = this.listeners;
		if (current != null) {
			current.any().remove(listener);
		}
		return this;
	}

	@Override
	public final Socket offAny() {
		Listeners current = this.listeners;
		if (current != null) {
			current.any().clear();
		}
		return this;
	}

	@Override
	public final Socket use(EventInterceptor interceptor) {
		ensureListeners().interceptors().add(interceptor);
		return this;
	}

	// What it may send

	@Override
	public final SocketAcl acl() {
		EventAcl current = this.acl;
		return (current != null) ? current : createAcl();
	}

	/** A provider may ask for what it is asked about. */
	private EventAcl createAcl() {
		EventAcl created;
		synchronized (this) {
			EventAcl current = this.acl;
			if (current != null) {
				return current;
			}
			created = new EventAcl(this);
			this.acl = created;
		}
		try {
			created.begin();
		}
		catch (RuntimeException ex) {
			// Who asks next has the provider asked again.
			synchronized (this) {
				this.acl = null;
			}
			throw ex;
		}
		return created;
	}

	/**
	 * Returns what the socket may send, without asking anybody.
	 * @return the events; {@code null} for all
	 */
	protected final @Nullable Set<String> allowedEvents() {
		EventAcl current = this.acl;
		return (current != null) ? current.allowed().orElse(null) : null;
	}

	/**
	 * The socket comes back and may send what it might send before, and nobody is asked.
	 * @param events the events; {@code null} for all
	 */
	protected final void restoreAllowed(@Nullable Set<String> events) {
		EventAcl current = this.acl;
		if (current != null) {
			current.set(events);
		}
		else if (events != null || handlers().hasInitialAcl()) {
			this.acl = new EventAcl(this, events);
		}
	}

	@Override
	public void allowedChanged() {
	}

	@Override
	public final boolean isAllowed(String event) {
		EventAcl current = this.acl;
		return current == null || current.isAllowed(event);
	}

	// Going

	@Override
	public final Socket onDisconnecting(DisconnectListener listener) {
		ensureListeners().disconnecting().add(listener);
		return this;
	}

	@Override
	public final Socket onDisconnect(DisconnectListener listener) {
		ensureListeners().disconnect().add(listener);
		return this;
	}

}
