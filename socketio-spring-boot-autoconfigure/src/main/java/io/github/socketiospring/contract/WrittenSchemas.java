package io.github.socketiospring.contract;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.socketiospring.contract.Schema.ListOf;
import io.github.socketiospring.contract.Schema.Literals;
import io.github.socketiospring.contract.Schema.Plain;
import io.github.socketiospring.contract.Schema.Property;
import io.github.socketiospring.contract.TypeKey.Direction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.bean.BeanAsArraySerializer;
import tools.jackson.databind.ser.bean.UnrolledBeanAsArraySerializer;

/**
 * What the application's mapper writes: its serializers tell it to a visitor.
 */
final class WrittenSchemas extends DirectedSchemas<ValueSerializer<?>> {

	private final SerializationContext context;

	WrittenSchemas(JsonMapper mapper, Map<TypeKey, Schema> definitions) {
		super(Direction.WRITTEN, definitions);
		this.context = mapper._serializationContext();
	}

	@Override
	DatabindContext context() {
		return this.context;
	}

	@Override
	@Nullable TypeIds typeIds(JavaType type) {
		TypeSerializer ids = this.context.findTypeSerializer(type);
		return (ids != null) ? new TypeIds(ids.getTypeInclusion(), property(type, ids), ids.getTypeIdResolver()) : null;
	}

	/** A serializer need not know the property that is there anyway. */
	private @Nullable String property(JavaType type, TypeSerializer ids) {
		String property = ids.getPropertyName();
		JsonTypeInfo.Value info = (property == null)
				? this.context.getAnnotationIntrospector()
					.findPolymorphicTypeInfo(this.context.getConfig(), this.context.introspectClassAnnotations(type))
				: null;
		return (info != null && info.getInclusionType() == JsonTypeInfo.As.EXISTING_PROPERTY) ? info.getPropertyName()
				: property;
	}

	@Override
	Schema plain(TypeKey key, @Nullable BeanProperty property, @Nullable ValueSerializer<?> handler,
			@Nullable Property discriminator) {
		SchemaVisitor visitor = visit(key, property, handler, discriminator);
		Schema schema = visitor.schema();
		return (schema instanceof Literals && key.type().isEnumType()) ? define(key, () -> schema) : schema;
	}

	/**
	 * Returns what values without parts look like; no type is defined.
	 * @return the schema; unknown if they have parts
	 */
	Schema scalar(JavaType type, @Nullable BeanProperty property) {
		Schema schema = visit(new TypeKey(type, Direction.WRITTEN, false), property, null, null).schema();
		return (schema instanceof Plain || schema instanceof Literals || schema instanceof Schema.Formatted) ? schema
				: Plain.UNKNOWN;
	}

	private SchemaVisitor visit(TypeKey key, @Nullable BeanProperty property, @Nullable ValueSerializer<?> handler,
			@Nullable Property discriminator) {
		ValueSerializer<?> serializer = (handler != null) ? handler : serializer(key.type(), property);
		SchemaVisitor visitor = new SchemaVisitor(this, this.context, key, discriminator);
		if (serializer.usesObjectId()) {
			// What was written before is only named.
			return visitor;
		}
		if (serializer instanceof BeanAsArraySerializer || serializer instanceof UnrolledBeanAsArraySerializer) {
			visitor.is(new ListOf(Plain.UNKNOWN));
			return visitor;
		}
		serializer.acceptJsonFormatVisitor(visitor, key.type());
		return visitor;
	}

	// NullAway does not see that a root value has no property.
	@SuppressWarnings("NullAway")
	private ValueSerializer<?> serializer(JavaType type, @Nullable BeanProperty property) {
		return this.context.findPrimaryPropertySerializer(type, property);
	}

	/**
	 * Defines an object, whose properties its serializer has told.
	 */
	Schema object(TypeKey key, @Nullable Property discriminator, List<BeanProperty> told) {
		return define(key,
				() -> structure(discriminator,
						told.stream()
							.filter((property) -> property.getAnnotation(JsonAnyGetter.class) == null)
							.map(this::property)
							.toList(),
						this.context.introspectBeanDescription(key.type()).findAnyGetter() != null));
	}

	/** What an array or a map says of its values. */
	Schema part(JsonFormatVisitable serializer, JavaType type) {
		return of(type, null, (serializer instanceof ValueSerializer<?> known) ? known : null);
	}

	private Property property(BeanProperty property) {
		boolean nullable = MemberNullness.isNullable(property.getMember());
		JsonInclude.Include inclusion = property
			.findPropertyInclusion(this.context.getConfig(), property.getType().getRawClass())
			.getValueInclusion();
		boolean optional = switch (inclusion) {
			case ALWAYS, USE_DEFAULTS -> false;
			case NON_NULL -> nullable;
			case NON_ABSENT -> nullable || property.getType().isReferenceType();
			case NON_EMPTY, NON_DEFAULT, CUSTOM -> true;
		};
		Schema schema = value(property);
		boolean nullRemains = nullable && !(optional && inclusion != JsonInclude.Include.CUSTOM);
		return new Property(property.getName(), nullRemains ? Schema.nullable(schema) : schema, optional);
	}

	private Schema value(BeanProperty property) {
		PropertyFilters filters = PropertyFilters.of(this.context, property.getMember());
		if (filters.included()) {
			return Plain.UNKNOWN;
		}
		if (!filters.ignoredWhenWritten().isEmpty()) {
			return without(of(property.getType()), filters.ignoredWhenWritten());
		}
		if (property instanceof BeanPropertyWriter writer) {
			JavaType declared = writer.getSerializationType();
			JavaType type = (declared != null) ? declared : property.getType();
			if (writer.getTypeSerializer() != null && typeIds(type) == null) {
				// Only this property tells classes.
				return Plain.UNKNOWN;
			}
			return of(type, property, writer.getSerializer());
		}
		return of(property.getType(), property, null);
	}

}
