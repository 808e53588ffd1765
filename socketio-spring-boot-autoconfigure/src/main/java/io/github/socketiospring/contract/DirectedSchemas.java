package io.github.socketiospring.contract;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.contract.Schema.ListOf;
import io.github.socketiospring.contract.Schema.Literals;
import io.github.socketiospring.contract.Schema.MapOf;
import io.github.socketiospring.contract.Schema.OneOf;
import io.github.socketiospring.contract.Schema.Plain;
import io.github.socketiospring.contract.Schema.Property;
import io.github.socketiospring.contract.Schema.Reference;
import io.github.socketiospring.contract.Schema.Structure;
import io.github.socketiospring.contract.Schema.Tuple;
import io.github.socketiospring.contract.Schema.Without;
import io.github.socketiospring.contract.TypeKey.Direction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TreeNode;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeIdResolver;

/**
 * Asks Jackson what values of a type look like, in one direction. What Jackson does not
 * tell becomes {@code unknown}, which is never wrong.
 *
 * @param <H> what reads, or writes, a value
 */
abstract class DirectedSchemas<H> {

	private static final Map<Class<?>, Schema> OPTIONALS = Map.of(OptionalInt.class, Plain.INTEGER, OptionalLong.class,
			Plain.INTEGER, OptionalDouble.class, Plain.NUMBER);

	private final Direction direction;

	private final Map<TypeKey, Schema> definitions;

	DirectedSchemas(Direction direction, Map<TypeKey, Schema> definitions) {
		this.direction = direction;
		this.definitions = definitions;
	}

	/**
	 * Returns what values of a type look like.
	 */
	final Schema of(JavaType type) {
		return of(type, null, null);
	}

	/**
	 * Returns what values of a property look like, or those in it.
	 * @param handler what Jackson has chosen for them, {@code null} if that is open
	 */
	final Schema of(JavaType type, @Nullable BeanProperty property, @Nullable H handler) {
		Schema known = wellKnown(type);
		if (known != null) {
			return known;
		}
		if (type.isReferenceType()) {
			return Schema.nullable(of(type.getReferencedType()));
		}
		try {
			TypeIds ids = typeIds(type);
			return (ids != null) ? polymorphic(type, ids) : plain(key(type, false), property, handler, null);
		}
		catch (JacksonException | LinkageError ex) {
			return Plain.UNKNOWN;
		}
	}

	private @Nullable Schema wellKnown(JavaType type) {
		Class<?> raw = type.getRawClass();
		if (raw == Object.class || raw == Arguments.class || TreeNode.class.isAssignableFrom(raw)) {
			return Plain.UNKNOWN;
		}
		if (raw == byte[].class || ByteBuffer.class.isAssignableFrom(raw)) {
			return (this.direction == Direction.READ) ? Plain.READ_BINARY : Plain.WRITTEN_BINARY;
		}
		if (raw == char[].class) {
			return Plain.STRING;
		}
		Schema optional = OPTIONALS.get(raw);
		return (optional != null) ? Schema.nullable(optional) : null;
	}

	/**
	 * Returns how values of a type tell their class, {@code null} if they do not.
	 */
	abstract @Nullable TypeIds typeIds(JavaType type);

	/**
	 * Returns what values of this very type look like, none of a subtype.
	 * @param discriminator a property that tells the class, {@code null} if there is none
	 */
	abstract Schema plain(TypeKey key, @Nullable BeanProperty property, @Nullable H handler,
			@Nullable Property discriminator);

	abstract DatabindContext context();

	private TypeKey key(JavaType type, boolean itself) {
		return new TypeKey(type, this.direction, itself);
	}

	private Schema polymorphic(JavaType type, TypeIds ids) {
		if (type.isContainerType()) {
			return Plain.UNKNOWN;
		}
		List<JavaType> subtypes = new ArrayList<>();
		for (NamedType each : subtypes(type)) {
			// Annotations of a superclass are inherited, and tell of siblings.
			if (type.getRawClass().isAssignableFrom(each.getType())) {
				JavaType subtype = context().constructSpecializedType(type, each.getType());
				if (subtype.isConcrete() && !subtypes.contains(subtype)) {
					subtypes.add(subtype);
				}
			}
		}
		if (type.isConcrete() && !subtypes.contains(type)) {
			subtypes.add(type);
		}
		subtypes.sort(Comparator.comparing((each) -> each.getRawClass().getName()));
		if (subtypes.isEmpty()) {
			return Plain.UNKNOWN;
		}
		if (subtypes.equals(List.of(type))) {
			return member(key(type, false), ids);
		}
		return define(key(type, false), () -> Schema
			.oneOf(subtypes.stream().map((each) -> member(key(each, each.equals(type)), ids)).toList()));
	}

	private Collection<NamedType> subtypes(JavaType type) {
		return context().getConfig()
			.getSubtypeResolver()
			.collectAndResolveSubtypesByClass(context().getConfig(), context().introspectClassAnnotations(type));
	}

	private Schema member(TypeKey key, TypeIds ids) {
		Schema id = ids.of(key.type().getRawClass(), context());
		String property = ids.property();
		JsonTypeInfo.As inclusion = ids.inclusion();
		return switch ((inclusion != null) ? inclusion : JsonTypeInfo.As.NOTHING) {
			case WRAPPER_OBJECT -> {
				Schema value = plain(key, null, null, null);
				yield (id instanceof Literals name)
						? new Structure(List.of(new Property(name.values().get(0), value, false)), false)
						: new MapOf(value);
			}
			case WRAPPER_ARRAY -> new Tuple(List.of(id, plain(key, null, null, null)));
			case EXTERNAL_PROPERTY, NOTHING -> plain(key, null, null, null);
			case PROPERTY, EXISTING_PROPERTY ->
				plain(key, null, null, (property != null) ? new Property(property, id, false) : null);
		};
	}

	/**
	 * Gives a type a name. Its parts may refer to it.
	 */
	final Schema define(TypeKey key, Supplier<Schema> body) {
		if (!this.definitions.containsKey(key)) {
			this.definitions.put(key, Plain.UNKNOWN);
			this.definitions.put(key, body.get());
		}
		return new Reference(key);
	}

	/**
	 * Leaves out properties of an object, or of the objects in a list or a map.
	 */
	static Schema without(Schema schema, Set<String> names) {
		if (names.isEmpty()) {
			return schema;
		}
		if (schema instanceof Reference reference) {
			return new Without(reference, names.stream().sorted().toList());
		}
		if (schema instanceof ListOf list) {
			return new ListOf(without(list.element(), names));
		}
		if (schema instanceof MapOf map) {
			return new MapOf(without(map.value(), names));
		}
		if (schema instanceof OneOf several) {
			return Schema.oneOf(several.schemas().stream().map((each) -> without(each, names)).toList());
		}
		return schema;
	}

	/** The property that tells the class comes first, and once. */
	static Structure structure(@Nullable Property discriminator, List<Property> properties, boolean open) {
		if (discriminator == null) {
			return new Structure(List.copyOf(properties), open);
		}
		List<Property> all = new ArrayList<>(List.of(discriminator));
		properties.stream().filter((each) -> !each.name().equals(discriminator.name())).forEach(all::add);
		return new Structure(all, open);
	}

	/**
	 * How values tell their class.
	 *
	 * @param inclusion where; {@code null} if by what else is there
	 * @param property in which property, if in one
	 * @param resolver knows the names of classes
	 */
	record TypeIds(JsonTypeInfo.@Nullable As inclusion, @Nullable String property, TypeIdResolver resolver) {

		Schema of(Class<?> type, DatabindContext context) {
			try {
				// NullAway does not see that there need be no value.
				@SuppressWarnings("NullAway")
				String id = this.resolver.idFromValueAndType(context, null, type);
				return (id != null) ? new Literals(List.of(id)) : Plain.STRING;
			}
			catch (RuntimeException ex) {
				// A resolver of the application that wants to see the value.
				return Plain.STRING;
			}
		}

	}

}
