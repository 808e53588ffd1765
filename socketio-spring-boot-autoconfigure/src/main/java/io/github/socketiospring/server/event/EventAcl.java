package io.github.socketiospring.server.event;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import io.github.socketiospring.SocketAcl;
import org.jspecify.annotations.Nullable;

/**
 * What one socket may send. Read without a lock, for every event.
 */
final class EventAcl implements SocketAcl {

	private final EventSocket socket;

	/** Never changes; {@code null} if all is allowed. */
	private volatile @Nullable Set<String> allowed;

	/**
	 * Creates a list that allows nothing until it is {@link #reset()}, unless there are
	 * no restrictions to begin with.
	 * @param socket the socket
	 */
	EventAcl(EventSocket socket) {
		this.socket = socket;
		this.allowed = socket.handlers().hasInitialAcl() ? Set.of() : null;
	}

	@Override
	public synchronized SocketAcl restrictTo(String... events) {
		return set(new HashSet<>(Arrays.asList(events)));
	}

	@Override
	public synchronized SocketAcl allow(String... events) {
		Set<String> current = this.allowed;
		Set<String> more = (current != null) ? new HashSet<>(current) : new HashSet<>();
		more.addAll(Arrays.asList(events));
		return set(more);
	}

	@Override
	public synchronized SocketAcl deny(String... events) {
		Set<String> current = this.allowed;
		if (current == null) {
			throw new IllegalStateException(
					"Nothing is restricted, so there is no list to take an event from: say first what is allowed, with "
							+ "restrictTo(…) or an initial ACL");
		}
		Set<String> fewer = new HashSet<>(current);
		Arrays.asList(events).forEach(fewer::remove);
		return set(fewer);
	}

	@Override
	public synchronized SocketAcl lift() {
		return set(null);
	}

	@Override
	public SocketAcl reset() {
		return set(this.socket.handlers().initialAcl(this.socket));
	}

	/** Events are kept until their turn from now on, and not bound before. */
	private synchronized SocketAcl set(@Nullable Set<String> events) {
		if (events != null) {
			this.socket.handlers().keepEvents();
		}
		this.allowed = (events != null) ? Set.copyOf(events) : null;
		return this;
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
