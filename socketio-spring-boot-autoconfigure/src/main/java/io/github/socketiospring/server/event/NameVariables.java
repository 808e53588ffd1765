package io.github.socketiospring.server.event;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The variables in the names of a family of namespaces, as handlers take them: converted
 * once for each namespace, when it is created, so that handlers only look them up.
 */
public final class NameVariables {

	private static final @Nullable Object[] NONE = {};

	private final Set<String> names;

	private final List<Conversion> conversions;

	private final @Nullable Object[] values;

	/**
	 * Creates the variables of a family.
	 * @param names their names
	 */
	public NameVariables(Set<String> names) {
		this(names, new CopyOnWriteArrayList<>(), NONE);
	}

	private NameVariables(Set<String> names, List<Conversion> conversions, @Nullable Object[] values) {
		this.names = names;
		this.conversions = conversions;
		this.values = values;
	}

	/**
	 * Returns their names.
	 * @return the names
	 */
	public Set<String> names() {
		return this.names;
	}

	/**
	 * Has a variable converted for each namespace of the family from now on. A name whose
	 * variables cannot be converted does not belong to the family.
	 * @param name the variable's name
	 * @param conversion how it is converted
	 * @return where {@link #value(int)} finds it
	 */
	public synchronized int convert(String name, Function<String, @Nullable Object> conversion) {
		this.conversions.add(new Conversion(name, conversion));
		return this.conversions.size() - 1;
	}

	/**
	 * Returns the value of a variable in the name of one namespace.
	 * @param index what {@link #convert} has returned for the family
	 * @return the value
	 */
	public @Nullable Object value(int index) {
		return this.values[index];
	}

	/**
	 * Converts the variables of one namespace.
	 * @throws IllegalArgumentException if one of them cannot be converted
	 */
	NameVariables of(Map<String, String> texts) {
		@Nullable Object[] converted = new @Nullable Object[this.conversions.size()];
		for (int i = 0; i < converted.length; i++) {
			Conversion conversion = this.conversions.get(i);
			String text = texts.get(conversion.name());
			if (text != null) {
				converted[i] = convert(conversion, text);
			}
		}
		return new NameVariables(this.names, this.conversions, converted);
	}

	private static @Nullable Object convert(Conversion conversion, String text) {
		try {
			return conversion.function().apply(text);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException(
					"\"" + LogText.of(text) + "\" is no value for {" + conversion.name() + "}", ex);
		}
	}

	/**
	 * What a handler takes.
	 *
	 * @param name the variable's name
	 * @param function converts it
	 */
	private record Conversion(String name, Function<String, @Nullable Object> function) {
	}

}
