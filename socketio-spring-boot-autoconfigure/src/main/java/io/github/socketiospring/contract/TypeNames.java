package io.github.socketiospring.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.socketiospring.contract.Schema.Reference;
import io.github.socketiospring.contract.TypeKey.Direction;
import tools.jackson.databind.JavaType;

import org.springframework.util.StringUtils;

/**
 * Gives the types of an application names: those of their classes, longer ones where
 * these are the same. What looks the same in both directions has one name; otherwise the
 * one that is read has {@code Input} behind it.
 */
final class TypeNames {

	private static final Pattern NOT_IN_NAMES = Pattern.compile("[^\\p{L}\\p{N}_$]+");

	private final Map<TypeKey, Schema> definitions;

	/** What looks the same in both directions. */
	private final Set<TypeKey> same = new HashSet<>();

	private final Map<TypeKey, String> names = new HashMap<>();

	private final SortedMap<String, Schema> types = new TreeMap<>();

	/**
	 * Names types.
	 * @param definitions the types
	 * @param taken names that no type may have
	 */
	TypeNames(Map<TypeKey, Schema> definitions, Set<String> taken) {
		this.definitions = definitions;
		findSame();
		name(new HashSet<>(taken));
	}

	/**
	 * Returns the name of a type.
	 */
	String of(TypeKey key) {
		String name = this.names.get(canonical(key));
		if (name == null) {
			throw new IllegalArgumentException("no such type: " + key);
		}
		return name;
	}

	/**
	 * Returns all types by their names.
	 */
	SortedMap<String, Schema> types() {
		return this.types;
	}

	/**
	 * Supposes that all are, and takes back what then cannot be, until nothing is left.
	 */
	private void findSame() {
		for (TypeKey key : this.definitions.keySet()) {
			if (key.direction() == Direction.READ && this.definitions.containsKey(key.in(Direction.WRITTEN))) {
				this.same.add(key);
			}
		}
		while (this.same
			.removeIf((key) -> !canonical(definition(key)).equals(canonical(definition(key.in(Direction.WRITTEN)))))) {
			// Others may refer to what was taken back.
		}
	}

	private Schema definition(TypeKey key) {
		Schema schema = this.definitions.get(key);
		if (schema == null) {
			throw new IllegalArgumentException("no such type: " + key);
		}
		return schema;
	}

	private TypeKey canonical(TypeKey key) {
		return this.same.contains(key) ? key.in(Direction.WRITTEN) : key;
	}

	private Schema canonical(Schema schema) {
		return Schemas.map(schema, (reference) -> new Reference(canonical(reference.type())));
	}

	private void name(Set<String> taken) {
		Set<TypeKey> keys = this.definitions.keySet()
			.stream()
			.filter((key) -> !this.same.contains(key))
			.collect(Collectors.toSet());
		Map<JavaType, String> bases = bases(keys.stream().map(TypeKey::type).collect(Collectors.toSet()));
		SortedMap<String, TypeKey> wanted = new TreeMap<>();
		for (TypeKey key : keys) {
			boolean different = key.direction() == Direction.READ && keys.contains(key.in(Direction.WRITTEN));
			String name = bases.get(key.type()) + (key.itself() ? "Itself" : "") + (different ? "Input" : "");
			wanted.put(name + " " + key.type().toCanonical() + key.itself() + key.direction(), key);
		}
		wanted.forEach((label, key) -> {
			String name = unique(label.substring(0, label.indexOf(' ')), taken);
			this.names.put(key, name);
			this.types.put(name, definition(key));
		});
	}

	static String unique(String wanted, Set<String> taken) {
		String name = wanted;
		for (int i = 2; !taken.add(name); i++) {
			name = wanted + i;
		}
		return name;
	}

	/** The shortest that no other has, as far as there is one. */
	private static Map<JavaType, String> bases(Set<JavaType> types) {
		Map<JavaType, String> names = new HashMap<>();
		List<UnaryOperator<String>> shorter = List.of((className) -> last(className, 1),
				(className) -> last(className, 2), TypeNames::withEnclosing, TypeNames::withPackage);
		Set<JavaType> open = new HashSet<>(types);
		for (UnaryOperator<String> each : shorter) {
			Map<String, Set<JavaType>> byName = new TreeMap<>();
			open.forEach((type) -> byName.computeIfAbsent(name(type, each), (name) -> new HashSet<>()).add(type));
			open.clear();
			byName.forEach((name, sharing) -> {
				sharing.forEach((type) -> names.put(type, name));
				if (sharing.size() > 1) {
					open.addAll(sharing);
				}
			});
		}
		return names;
	}

	private static String name(JavaType type, UnaryOperator<String> shorter) {
		if (type.isArrayType()) {
			return name(type.getContentType(), shorter) + "Array";
		}
		List<String> parameters = new ArrayList<>();
		for (int i = 0; i < type.containedTypeCount(); i++) {
			parameters.add(name(type.containedType(i), shorter));
		}
		String own = identifier(shorter.apply(canonicalName(type.getRawClass())));
		return parameters.isEmpty() ? own : own + "Of" + String.join("And", parameters);
	}

	private static String canonicalName(Class<?> type) {
		String name = type.getCanonicalName();
		return (name != null) ? name : type.getName();
	}

	/** Of a class and those around it, no more than some. */
	private static String last(String className, int most) {
		String[] parts = withEnclosing(className, " ").split(" ");
		return String.join("", Arrays.asList(parts).subList(Math.max(0, parts.length - most), parts.length));
	}

	private static String withEnclosing(String className) {
		return withEnclosing(className, "");
	}

	/** Names of packages are in lower case. */
	private static String withEnclosing(String className, String separator) {
		String[] parts = className.split("\\.");
		int first = 0;
		while (first < parts.length - 1 && Character.isLowerCase(parts[first].charAt(0))) {
			first++;
		}
		return String.join(separator, Arrays.asList(parts).subList(first, parts.length));
	}

	private static String withPackage(String className) {
		return Arrays.stream(className.split("\\.")).map(StringUtils::capitalize).collect(Collectors.joining());
	}

	/**
	 * Makes a name that TypeScript takes.
	 */
	static String identifier(String text) {
		String name = NOT_IN_NAMES.matcher(text).replaceAll("_");
		return (!name.isEmpty() && Character.isDigit(name.charAt(0))) ? "_" + name : name;
	}

	/**
	 * Makes one name of the words in a text, such as {@code TenantId}.
	 */
	static String camelCase(String text) {
		return NOT_IN_NAMES.splitAsStream(text)
			.filter((word) -> !word.isEmpty())
			.map((word) -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
			.collect(Collectors.joining());
	}

}
