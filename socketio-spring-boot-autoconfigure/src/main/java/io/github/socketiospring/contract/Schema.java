package io.github.socketiospring.contract;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a value looks like on the wire.
 */
sealed interface Schema {

	/**
	 * Adds {@code null}.
	 */
	static Schema nullable(Schema schema) {
		return (schema == Plain.UNKNOWN) ? schema : oneOf(List.of(schema, Plain.NULL));
	}

	/**
	 * Returns what is one of several; each counts once.
	 */
	static Schema oneOf(List<Schema> schemas) {
		Set<Schema> distinct = new LinkedHashSet<>();
		for (Schema schema : schemas) {
			if (schema instanceof OneOf nested) {
				distinct.addAll(nested.schemas());
			}
			else {
				distinct.add(schema);
			}
		}
		if (distinct.contains(Plain.UNKNOWN)) {
			return Plain.UNKNOWN;
		}
		if (distinct.remove(Plain.NULL)) {
			distinct.add(Plain.NULL);
		}
		return (distinct.size() == 1) ? distinct.iterator().next() : new OneOf(new ArrayList<>(distinct));
	}

	/** Values without parts. */
	enum Plain implements Schema {

		STRING, NUMBER, INTEGER, BOOLEAN, NULL,

		/** Binary data from a client. */
		READ_BINARY,

		/** Binary data for a client. */
		WRITTEN_BINARY,

		/** Anything: nobody knows more. */
		UNKNOWN

	}

	/**
	 * A string of a certain form.
	 *
	 * @param format its name in JSON Schema
	 */
	record Formatted(String format) implements Schema {
	}

	/**
	 * One of some strings.
	 *
	 * @param values the strings
	 */
	record Literals(List<String> values) implements Schema {
	}

	/**
	 * A list.
	 *
	 * @param element each element
	 */
	record ListOf(Schema element) implements Schema {
	}

	/**
	 * A list whose elements have types of their own.
	 *
	 * @param elements the elements
	 */
	record Tuple(List<Schema> elements) implements Schema {
	}

	/**
	 * An object with any names.
	 *
	 * @param value each value
	 */
	record MapOf(Schema value) implements Schema {
	}

	/**
	 * One of several, at least two.
	 *
	 * @param schemas what it may be
	 */
	record OneOf(List<Schema> schemas) implements Schema {
	}

	/**
	 * An object.
	 *
	 * @param properties its properties, in order
	 * @param open whether it may have others
	 */
	record Structure(List<Property> properties, boolean open) implements Schema {
	}

	/**
	 * A property of an object.
	 *
	 * @param name the name
	 * @param schema the value
	 * @param optional whether it may be missing
	 */
	record Property(String name, Schema schema, boolean optional) {
	}

	/**
	 * An object without some of its properties.
	 *
	 * @param whole the object
	 * @param names the names of those that are missing
	 */
	record Without(Reference whole, List<String> names) implements Schema {
	}

	/**
	 * A type that has a name.
	 *
	 * @param type which one
	 */
	record Reference(TypeKey type) implements Schema {
	}

}
