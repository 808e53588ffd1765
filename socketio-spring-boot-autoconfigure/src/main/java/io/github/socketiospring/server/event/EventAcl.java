package io.github.socketiospring.server.event;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import io.github.socketiospring.SocketAcl;
import org.jspecify.annotations.Nullable;

/**
 * What one socket may send. Read without a lock, for every event.
 */
final class EventAcl implements SocketAcl {

	/**
	 * What is allowed while it is being asked what is; no other empty set is the same.
	 */
	private static final Set<String> NOT_ASKED = Collections.unmodifiableSet(new HashSet<>());

	private final EventSocket socket;

	/** Never changes; {@code null} if all is allowed. */
	private volatile @Nullable Set<String> allowed;

	/**
	 * Creates a list that allows nothing until {@link #begin()}, unless there are no
	 * restrictions to begin with.
	 * @param socket the socket
	 */
	EventAcl(EventSocket socket) {
		this.socket = socket;
		this.allowed = socket.handlers().hasInitialAcl() ? NOT_ASKED : null;
	}

	/**
	 * Asks what is allowed at first. If another thread, or who is asked, has changed the
	 * list by then, that counts.
	 */
	void begin() {
		if (this.allowed != NOT_ASKED) {
			return;
		}
		Set<String> initial = this.socket.handlers().initialAcl(this.socket);
		synchronized (this) {
			if (this.allowed == NOT_ASKED) {
				set(initial);
			}
		}
	}

	/**
	 * Creates the list of a socket that comes back.
	 * @param socket the socket
	 * @param allowed what it allows; {@code null} for everything
	 */
	EventAcl(EventSocket socket, @Nullable Set<String> allowed) {
		this.socket = socket;
		if (allowed != null) {
			socket.handlers().keepEvents();
		}
		this.allowed = (allowed != null) ? Set.copyOf(allowed) : null;
	}

	@Override
	public SocketAcl restrictTo(String... events) {
		return change((current) -> new HashSet<>(Arrays.asList(events)));
	}

	@Override
	public SocketAcl allow(String... events) {
		return change((current) -> {
			Set<String> more = (current != null) ? new HashSet<>(current) : new HashSet<>();
			more.addAll(Arrays.asList(events));
			return more;
		});
	}

	@Override
	public SocketAcl deny(String... events) {
		return change((current) -> {
			if (current == null) {
				throw new IllegalStateException(
						"Nothing is restricted, so there is no list to take an event from: say first what is allowed, "
								+ "with restrictTo(…) or an initial ACL");
			}
			Set<String> fewer = new HashSet<>(current);
			Arrays.asList(events).forEach(fewer::remove);
			return fewer;
		});
	}

	@Override
	public SocketAcl lift() {
		return change((current) -> null);
	}

	@Override
	public SocketAcl reset() {
		Set<String> initial = this.socket.handlers().initialAcl(this.socket);
		return change((current) -> initial);
	}

	private SocketAcl change(Change change) {
		synchronized (this) {
			set(change.apply(this.allowed));
		}
		this.socket.allowedChanged();
		return this;
	}

	private interface Change {

		@Nullable Set<String> apply(@Nullable Set<String> current);

	}

	/** Events are kept until their turn from now on, and not bound before. */
	synchronized void set(@Nullable Set<String> events) {
		if (events != null) {
			this.socket.handlers().keepEvents();
		}
		this.allowed = (events != null) ? Set.copyOf(events) : null;
	}

	@Override
	public boolean isAllowed(String event) {
		Set<String> names = this.allowed;
		return names == null || names.contains(event);
	}

	@Override
	public Optional<Set<String>> allowed() {
		return Optional.ofNullable(this.allowed);
	}

}
