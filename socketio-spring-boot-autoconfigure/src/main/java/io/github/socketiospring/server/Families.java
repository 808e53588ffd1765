package io.github.socketiospring.server;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

import io.github.socketiospring.Handshake;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The families of namespaces, asked in the order they were added. Added and removed one
 * at a time, read by any thread.
 */
final class Families {

	private final BiFunction<String, NameRule, ServerParent> factory;

	private final List<ServerParent> parents = new CopyOnWriteArrayList<>();

	private int unnamed;

	/**
	 * Creates families, none yet.
	 * @param factory creates one of a name
	 */
	Families(BiFunction<String, NameRule, ServerParent> factory) {
		this.factory = factory;
	}

	Collection<ServerParent> all() {
		return this.parents;
	}

	boolean isEmpty() {
		return this.parents.isEmpty();
	}

	boolean contains(ServerParent parent) {
		return this.parents.contains(parent);
	}

	/**
	 * Finds the family of a pattern, or adds it.
	 * @throws IllegalArgumentException if it cannot be understood, or another pattern
	 * stands for the same names
	 */
	ServerParent of(String pattern) {
		NamePattern added = NamePattern.parse(pattern);
		for (ServerParent parent : this.parents) {
			if (parent.name().equals(pattern)) {
				return parent;
			}
			if (parent.rule() instanceof NamePattern other && other.isSameAs(added)) {
				throw new IllegalArgumentException("The namespace patterns " + other + " and " + added
						+ " stand for the same names: use one of them everywhere");
			}
		}
		return add(pattern, added);
	}

	/**
	 * Adds a family that is not known by its name, and gives it one that is the same on
	 * all servers of an application.
	 */
	ServerParent add(NameRule rule) {
		return add("/{" + this.unnamed++ + "}", rule);
	}

	private ServerParent add(String name, NameRule rule) {
		ServerParent parent = this.factory.apply(name, rule);
		this.parents.add(parent);
		return parent;
	}

	/**
	 * Removes a family.
	 * @return the family, {@code null} if there is none of that name
	 */
	@Nullable ServerParent remove(String name) {
		for (ServerParent parent : this.parents) {
			if (parent.name().equals(name)) {
				this.parents.remove(parent);
				return parent;
			}
		}
		return null;
	}

	/**
	 * Finds the first family that knows a name by the name alone.
	 */
	@Nullable NamespaceMatch match(String name) {
		for (ServerParent parent : this.parents) {
			Map<String, String> variables = parent.rule().match(name);
			if (variables != null) {
				return new NamespaceMatch(parent, name, variables);
			}
		}
		return null;
	}

	/**
	 * Asks the families, one after the other, for the name that a client has chosen.
	 * @param only the family to ask, or {@code null} for all
	 * @return the first that says it is one of its own, or nothing
	 */
	Mono<NamespaceMatch> search(@Nullable ServerParent only, String name, Handshake handshake) {
		return Flux.fromIterable((only != null) ? List.of(only) : this.parents)
			.concatMap((parent) -> parent.rule()
				.ask(name, handshake)
				.map((variables) -> new NamespaceMatch(parent, name, variables)), 0)
			.next();
	}

}
