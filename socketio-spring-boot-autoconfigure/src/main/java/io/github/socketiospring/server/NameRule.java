package io.github.socketiospring.server;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.Handshake;
import io.github.socketiospring.NamespaceMatcher;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Tells which names belong to a family of namespaces. Safe for use by any thread.
 */
interface NameRule {

	/**
	 * Tells by the name alone.
	 * @return the variables in the name; {@code null} if it does not belong to the
	 * family, or more than the name must be known
	 */
	@Nullable Map<String, String> match(String name);

	/**
	 * Asks about a client that has chosen a name.
	 * @return the variables in the name; nothing if the client may not join it
	 */
	default Mono<Map<String, String>> ask(String name, Handshake handshake) {
		return Mono.fromSupplier(() -> match(name));
	}

	/**
	 * Returns the names of the variables.
	 */
	default Set<String> variables() {
		return Set.of();
	}

	/**
	 * Whether a name that has matched once always will, for every client.
	 */
	boolean isFixed();

	/**
	 * A regular expression that the whole name must match; its named groups are the
	 * variables.
	 *
	 * @param pattern the expression
	 * @param variables the names of its groups
	 */
	record Expression(Pattern pattern, Set<String> variables) implements NameRule {

		private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

		Expression(Pattern pattern) {
			this(pattern, groups(pattern));
		}

		private static Set<String> groups(Pattern pattern) {
			// Matches nothing too, and then tells which groups there are: what looks like
			// one may be quoted.
			Matcher any = Pattern.compile("(?:" + pattern.pattern() + "\n)|", pattern.flags()).matcher("");
			Set<String> names = new LinkedHashSet<>();
			if (any.matches()) {
				Matcher groups = GROUP.matcher(pattern.pattern());
				while (groups.find()) {
					addIfGroup(groups.group(1), any, names);
				}
			}
			return Set.copyOf(names);
		}

		private static void addIfGroup(String name, Matcher any, Set<String> names) {
			try {
				any.group(name);
				names.add(name);
			}
			catch (IllegalArgumentException ex) {
				// Text.
			}
		}

		@Override
		public @Nullable Map<String, String> match(String name) {
			Matcher matcher = this.pattern.matcher(name);
			if (!matcher.matches()) {
				return null;
			}
			Map<String, String> values = new HashMap<>();
			for (String variable : this.variables) {
				String value = matcher.group(variable);
				if (value != null) {
					values.put(variable, value);
				}
			}
			return values;
		}

		@Override
		public boolean isFixed() {
			return true;
		}

		@Override
		public String toString() {
			return this.pattern.toString();
		}

	}

	/**
	 * What the application decides by the name.
	 *
	 * @param predicate decides
	 */
	record Test(Predicate<String> predicate) implements NameRule {

		@Override
		public @Nullable Map<String, String> match(String name) {
			return this.predicate.test(name) ? Map.of() : null;
		}

		@Override
		public boolean isFixed() {
			return false;
		}

	}

	/**
	 * What the application decides about each client, in its own time.
	 *
	 * @param matcher decides
	 */
	record Question(NamespaceMatcher matcher) implements NameRule {

		@Override
		public @Nullable Map<String, String> match(String name) {
			return null;
		}

		@Override
		public Mono<Map<String, String>> ask(String name, Handshake handshake) {
			return Mono.defer(() -> this.matcher.matches(name, handshake))
				.filter(Boolean::booleanValue)
				.map((matches) -> Map.of());
		}

		@Override
		public boolean isFixed() {
			return false;
		}

	}

}
