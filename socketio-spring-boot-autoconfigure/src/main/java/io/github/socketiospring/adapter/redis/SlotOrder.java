package io.github.socketiospring.adapter.redis;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the order of the commands of a slot while it moves from one server to another:
 * what the old server has not answered yet may have to go to the new one, so nothing goes
 * there before. All but {@link #done(int)} is called by the executor.
 */
final class SlotOrder {

	private final CommandRoutes routes;

	private final Sender sender;

	private final Consumer<Sending<?>> refuse;

	/** Slots that have something in flight. */
	private final Map<Integer, Lane> lanes = new ConcurrentHashMap<>();

	SlotOrder(CommandRoutes routes, Sender sender, Consumer<Sending<?>> refuse) {
		this.routes = routes;
		this.sender = sender;
		this.refuse = refuse;
	}

	void dispatch(Sending<?> sending) {
		Lane lane = this.lanes.computeIfAbsent(sending.slot(), (slot) -> new Lane());
		CommandLink owner = this.routes.owner(sending.slot());
		if (!lane.held.isEmpty() || (lane.inFlight.get() > 0 && lane.link != owner)) {
			lane.held.add(sending);
			lane.waiting = true;
			// It may have been answered in the meantime.
			if (lane.inFlight.get() == 0) {
				release(sending.slot());
			}
			return;
		}
		send(lane, sending, owner);
	}

	private void send(Lane lane, Sending<?> sending, @Nullable CommandLink owner) {
		lane.inFlight.incrementAndGet();
		lane.link = owner;
		if (owner != null) {
			this.sender.send(sending, owner, false);
		}
		else {
			this.refuse.accept(sending);
		}
	}

	/**
	 * Notes that a command has its answer, or has been refused. Any thread may call it.
	 * @param slot its slot
	 * @return whether {@link #release(int)} is to be called by the executor
	 */
	boolean done(int slot) {
		Lane lane = this.lanes.get(slot);
		return lane != null && lane.inFlight.decrementAndGet() == 0 && lane.waiting;
	}

	void release(int slot) {
		Lane lane = this.lanes.get(slot);
		if (lane == null || lane.inFlight.get() > 0) {
			return;
		}
		lane.waiting = false;
		Sending<?> next;
		while ((next = lane.held.poll()) != null) {
			send(lane, next, this.routes.owner(slot));
		}
	}

	interface Sender {

		<T> void send(Sending<T> sending, CommandLink link, boolean asking);

	}

	private static final class Lane {

		private final AtomicInteger inFlight = new AtomicInteger();

		private final Queue<Sending<?>> held = new ArrayDeque<>();

		private @Nullable CommandLink link;

		private volatile boolean waiting;

	}

}
