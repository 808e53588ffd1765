package io.github.socketiospring.server;

import java.security.Principal;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.EmitResult;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.server.recovery.RoomOffsets;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A socket that the adapter remembers when it is away. What is emitted to it goes by the
 * adapter, so that it is remembered, too; and what is done to it while it is away is done
 * to what is remembered.
 */
abstract sealed class RememberedSocket extends ServerSocket permits RecoverableSocket {

	private static final Log logger = LogFactory.getLog(RememberedSocket.class);

	private final String privateId;

	private final RoomOffsets rooms = new RoomOffsets();

	/** The newest offset when it joined the namespace. */
	private volatile String since = "";

	private volatile @Nullable Selection itself;

	/** Set when what it may send was changed after it had gone. */
	private volatile boolean allowedLate;

	/** Set when it has gone and does not come back. */
	private volatile boolean lost;

	RememberedSocket(Ids ids, ServerNamespace namespace, Client client, SocketIdentity identity) {
		super(ids.id(), namespace, client, identity);
		this.privateId = ids.privateId();
	}

	/**
	 * What a socket is known by.
	 *
	 * @param id to all
	 * @param privateId to its client
	 */
	record Ids(String id, String privateId) {

		/** Without the secret. */
		@Override
		public String toString() {
			return "Ids[" + this.id + "]";
		}

	}

	/**
	 * Sets what is known of its past.
	 * @param since the newest offset when it joined the namespace
	 * @param offsets the rooms that it was in, each with the offset when it joined it
	 */
	final void remembers(String since, Map<String, String> offsets) {
		this.since = since;
		offsets.forEach(this.rooms::joined);
	}

	final String since() {
		return this.since;
	}

	/** It does not come back. */
	final void lose() {
		this.lost = true;
	}

	/** Whether it has gone and may come back. */
	private boolean isAway() {
		return hasGone() && !this.lost;
	}

	@Nullable String user() {
		Principal principal = principal();
		return (principal != null) ? principal.getName() : null;
	}

	final Adapter adapter() {
		return namespace().adapter();
	}

	@Override
	String privateId() {
		return this.privateId;
	}

	// Emitting

	/**
	 * What an interceptor emits before the socket has joined is not remembered. What is
	 * emitted when its connection was lost reaches the client when it comes back.
	 */
	@Override
	EmitResult emit(boolean compress, String event, @Nullable Object... arguments) {
		if (isJoining() || this.lost) {
			return super.emit(compress, event, arguments);
		}
		EmittedEvents.checkEvent(event, namespace().server().eventNames());
		boolean isHere = isConnected();
		adapter().send(new Command.Broadcast(itself(), event,
				namespace().localSockets().payloads().payload(Payload.valuesOf(arguments)), false, compress));
		return isHere ? EmitResult.QUEUED : EmitResult.HANDED_ON;
	}

	private Selection itself() {
		Selection selection = this.itself;
		if (selection == null) {
			selection = Selection.socket(id());
			this.itself = selection;
		}
		return selection;
	}

	// Rooms

	/** Who is away comes back to these rooms. */
	@Override
	public void join(String... names) {
		if (isAway()) {
			adapter().send(new Command.Join(itself(), Set.of(names)));
			return;
		}
		synchronized (lock()) {
			// Before it is a member: it may miss what is emitted from then on.
			String offset = adapter().newestOffset();
			for (String name : names) {
				this.rooms.joined(name, offset);
			}
			try {
				super.join(names);
			}
			finally {
				if (names.length > 0 && !hasGone()) {
					this.rooms.retain(rooms());
				}
			}
		}
	}

	@Override
	public void leave(String... names) {
		if (isAway()) {
			adapter().send(new Command.Leave(itself(), Set.of(names)));
			return;
		}
		synchronized (lock()) {
			super.leave(names);
			for (String name : names) {
				this.rooms.left(name);
			}
		}
	}

	final void joinSince(String room, String offset) {
		this.rooms.joined(room, offset);
		try {
			join(room);
		}
		catch (IllegalStateException ex) {
			logger.warn(this + " has not joined a room it was to join: " + ex.getMessage());
		}
	}

	/**
	 * The rooms that it is in, or was when it went, those of its user included, each with
	 * the offset when it joined it.
	 */
	final Map<String, String> offsets() {
		Set<String> all = new HashSet<>(rooms());
		IdentityRooms.forEachOf(this, all::add);
		return this.rooms.of(all, this.since);
	}

	// What it may send

	/** What it is allowed when it is away, it is allowed when it comes back. */
	@Override
	public void allowedChanged() {
		Set<String> told = null;
		boolean again = isAway();
		while (again) {
			this.allowedLate = true;
			told = allowedEvents();
			adapter().allow(this.privateId, told);
			// Another thread may have changed it meanwhile, and have been faster.
			again = !Objects.equals(told, allowedEvents());
		}
	}

	final boolean isAllowedLate() {
		return this.allowedLate;
	}

	// Its end

	/** Who is away does not come back, either. */
	@Override
	public void disconnect(boolean closeConnection) {
		if (!stayAway(closeConnection)) {
			super.disconnect(closeConnection);
		}
	}

	@Override
	public void disconnectSilently(boolean closeConnection) {
		if (!stayAway(closeConnection)) {
			super.disconnectSilently(closeConnection);
		}
	}

	private boolean stayAway(boolean closeConnection) {
		if (!isAway()) {
			return false;
		}
		lose();
		adapter().send(new Command.Disconnect(itself(), closeConnection));
		return true;
	}

}
