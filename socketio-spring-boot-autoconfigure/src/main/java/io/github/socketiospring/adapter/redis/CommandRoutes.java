package io.github.socketiospring.adapter.redis;

import java.util.Collection;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Which server a command goes to. All but {@link #health()} and {@link #isUsable()} is
 * called by the executor.
 */
interface CommandRoutes {

	void start();

	/**
	 * Closes all connections.
	 * @return completes when they are closed
	 */
	CompletionStage<Void> close();

	/**
	 * Returns the server that all commands without a key go to, so that they keep their
	 * order.
	 * @return a link, or {@code null} if none is connected
	 */
	@Nullable CommandLink home();

	/**
	 * Returns the server that has a slot.
	 * @param slot the slot of a key
	 * @return a link, or {@code null} if none is known
	 */
	@Nullable CommandLink owner(int slot);

	/**
	 * Returns the server that another one has pointed to.
	 * @param address its host and port
	 * @return a link, or {@code null} if none is known
	 */
	@Nullable CommandLink at(String address);

	/** Returns all servers. */
	Collection<CommandLink> all();

	/** The owner of a slot is not who it was. */
	void doubt();

	/** Returns whether there is any server to send to. Any thread may call it. */
	boolean isUsable();

	/** Returns whether all servers can be reached. Any thread may call it. */
	LinkHealth health();

}
