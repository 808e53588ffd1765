package io.github.socketiospring.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.socketiospring.codec.socketio.Packet;
import io.github.socketiospring.engine.TimerWheel;

/**
 * How namespaces go: those of families when nobody is left in them, and those that the
 * application removes. Works under the registry's lock.
 */
final class NamespaceRemoval {

	private final NamespaceRegistry registry;

	private final Map<String, ServerNamespace> namespaces;

	private final Families families;

	private final ChosenNamespaces chosen;

	private final AdapterLife adapterLife;

	private final ServerOptions options;

	private final TimerWheel timers;

	/** At most one for each namespace, and none for one that has gone. */
	private final Map<ServerNamespace, TimerWheel.Timer> looks = new HashMap<>();

	/**
	 * Creates what removes the namespaces of a registry.
	 * @param registry the registry, whose lock is used
	 * @param namespaces its namespaces
	 * @param families its families
	 * @param chosen counts those that clients have chosen
	 * @param adapterLife stops the adapters
	 */
	NamespaceRemoval(NamespaceRegistry registry, Map<String, ServerNamespace> namespaces, Families families,
			ChosenNamespaces chosen, AdapterLife adapterLife) {
		this.registry = registry;
		this.namespaces = namespaces;
		this.families = families;
		this.chosen = chosen;
		this.adapterLife = adapterLife;
		this.options = registry.server().options();
		this.timers = registry.server().timers();
	}

	// Empty ones

	/**
	 * The last has left a namespace of a family, to which it may come back.
	 */
	void emptied(ServerNamespace namespace) {
		if (!this.options.removesEmptyChildren()) {
			return;
		}
		int exits = namespace.exits();
		Duration memory = namespace.adapter().memory();
		if (memory.isZero()) {
			removeIfEmpty(namespace, exits);
		}
		else if (namespace.isEmpty()) {
			lookAgain(namespace, memory);
		}
	}

	/**
	 * Gives those for whom a namespace was created some time to come.
	 */
	void forgetUnlessUsed(ServerNamespace namespace) {
		if (this.options.removesEmptyChildren()) {
			lookAgain(namespace, this.options.connectTimeout());
		}
	}

	/** However often it becomes empty, one timer is enough: it asks anew. */
	private void lookAgain(ServerNamespace namespace, Duration delay) {
		synchronized (this.registry) {
			if (!namespace.isClosed()) {
				this.looks.computeIfAbsent(namespace, (key) -> this.timers.schedule(delay, () -> lookNow(namespace)));
			}
		}
	}

	private void lookNow(ServerNamespace namespace) {
		synchronized (this.registry) {
			this.looks.remove(namespace);
		}
		emptied(namespace);
	}

	/** Whoever has left since the adapter was asked may come back, and asks it anew. */
	private void removeIfEmpty(ServerNamespace namespace, int exits) {
		Runnable end;
		synchronized (this.registry) {
			if (!namespace.closeIfEmpty(exits)) {
				return;
			}
			end = this.adapterLife.ending(namespace);
			remove(namespace);
		}
		end.run();
	}

	/**
	 * Finds what a namespace that has gone has been replaced by. One that went because
	 * nobody was in it is created again, since other servers may have sockets there; its
	 * family is asked about clients as ever. What the application has removed is not.
	 * @return the namespace itself, which reaches nobody, if nothing has replaced it
	 */
	NamespaceBase successor(ServerNamespace gone) {
		ServerParent parent = gone.parent();
		if (parent == null) {
			return gone;
		}
		ServerNamespace open = this.namespaces.get(gone.name());
		if (open == null || open.isClosed()) {
			return gone.isRemoved() ? gone : this.registry.createAgain(gone);
		}
		return (open.parent() == parent) ? open : gone;
	}

	// Removed ones

	/**
	 * Removes a namespace or a family, with its clients.
	 * @return {@code false} if there is none of that name
	 */
	boolean remove(String name) {
		if (Packet.ROOT.equals(name) || NamespaceRegistry.ALL.equals(name)) {
			throw new IllegalArgumentException("The namespace " + name + " cannot be removed");
		}
		ServerNamespace namespace = this.namespaces.get(name);
		return (namespace != null) ? close(namespace, true) : removeFamily(name);
	}

	private boolean removeFamily(String name) {
		ServerParent parent;
		Runnable end;
		synchronized (this.registry) {
			parent = this.families.remove(name);
			if (parent == null) {
				return false;
			}
			end = this.adapterLife.ending(parent);
		}
		try {
			parent.namespaces().forEach((namespace) -> close(namespace, true));
		}
		finally {
			parent.detach();
			end.run();
		}
		return true;
	}

	/**
	 * Removes a namespace whose adapter has not started; the next client tries again.
	 */
	void notStarted(ServerNamespace namespace) {
		close(namespace, false);
	}

	/**
	 * Nobody can enter any more. Whoever is told that may create the namespace anew at
	 * once: its adapter waits for the end that is announced here.
	 */
	private boolean close(ServerNamespace namespace, boolean removed) {
		Runnable end;
		synchronized (this.registry) {
			if (!namespace.close(removed)) {
				return false;
			}
			end = this.adapterLife.ending(namespace);
		}
		try {
			namespace.localSockets().disconnectAll();
		}
		finally {
			// Or the next of its name would wait for ever.
			remove(namespace);
			end.run();
		}
		return true;
	}

	/**
	 * Removes a namespace that nobody can enter any more. What stops its adapter is run
	 * afterwards, without the lock: those who wait for a new namespace of its name may go
	 * on at once, and they call the application.
	 */
	private void remove(ServerNamespace namespace) {
		synchronized (this.registry) {
			this.namespaces.remove(namespace.name(), namespace);
			ServerParent parent = namespace.parent();
			if (parent != null) {
				parent.remove(namespace);
			}
			if (namespace.isChosenByClient()) {
				this.chosen.removed();
			}
			TimerWheel.Timer look = this.looks.remove(namespace);
			if (look != null) {
				this.timers.cancel(look);
			}
			namespace.localSockets().detach();
		}
	}

}
