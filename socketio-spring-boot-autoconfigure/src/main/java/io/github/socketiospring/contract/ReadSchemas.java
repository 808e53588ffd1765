package io.github.socketiospring.contract;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.socketiospring.contract.Schema.ListOf;
import io.github.socketiospring.contract.Schema.Literals;
import io.github.socketiospring.contract.Schema.MapOf;
import io.github.socketiospring.contract.Schema.Plain;
import io.github.socketiospring.contract.Schema.Property;
import io.github.socketiospring.contract.TypeKey.Direction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanAsArrayBuilderDeserializer;
import tools.jackson.databind.deser.bean.BeanAsArrayDeserializer;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.std.ContainerDeserializerBase;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.databind.util.NameTransformer;

/**
 * What the application's mapper reads. Deserializers tell no visitor: those of beans are
 * asked for their properties, and values without parts are taken to be read as they are
 * written.
 */
final class ReadSchemas extends DirectedSchemas<ValueDeserializer<?>> {

	private final DeserializationContext context;

	private final WrittenSchemas written;

	ReadSchemas(JsonMapper mapper, Map<TypeKey, Schema> definitions, WrittenSchemas written) {
		super(Direction.READ, definitions);
		this.context = mapper._deserializationContext();
		this.written = written;
	}

	@Override
	DatabindContext context() {
		return this.context;
	}

	@Override
	@Nullable TypeIds typeIds(JavaType type) {
		TypeDeserializer ids = this.context.findTypeDeserializer(type);
		if (ids == null) {
			return null;
		}
		// Who reads names finds classes by them, but not the names of classes.
		TypeIds names = this.written.typeIds(type);
		return new TypeIds(ids.getTypeInclusion(), ids.getPropertyName(),
				(names != null) ? names.resolver() : ids.getTypeIdResolver());
	}

	@Override
	Schema plain(TypeKey key, @Nullable BeanProperty property, @Nullable ValueDeserializer<?> handler,
			@Nullable Property discriminator) {
		ValueDeserializer<?> deserializer = (handler != null) ? handler : deserializer(key.type(), property);
		if (deserializer.getObjectIdReader(this.context) != null) {
			return Plain.UNKNOWN;
		}
		if (deserializer instanceof BeanDeserializerBase bean) {
			return bean(key, bean, discriminator);
		}
		LogicalType logical = deserializer.logicalType();
		if (logical == null) {
			return Plain.UNKNOWN;
		}
		return switch (logical) {
			case Array, Collection -> new ListOf(content(key.type(), deserializer));
			case Map -> new MapOf(content(key.type(), deserializer));
			case Enum -> enumeration(key, property);
			case Binary -> Plain.READ_BINARY;
			case Textual, Boolean, Integer, Float, DateTime, OtherScalar -> this.written.scalar(key.type(), property);
			case POJO, Untyped -> Plain.UNKNOWN;
		};
	}

	// NullAway does not see that a root value has no property.
	@SuppressWarnings("NullAway")
	private ValueDeserializer<?> deserializer(JavaType type, @Nullable BeanProperty property) {
		return this.context.findContextualValueDeserializer(type, property);
	}

	private Schema content(JavaType type, ValueDeserializer<?> deserializer) {
		JavaType content = type.getContentType();
		if (content == null) {
			return Plain.UNKNOWN;
		}
		return of(content, null, (deserializer instanceof ContainerDeserializerBase<?> container)
				? container.getContentDeserializer() : null);
	}

	private Schema enumeration(TypeKey key, @Nullable BeanProperty property) {
		Schema schema = this.written.scalar(key.type(), property);
		return (schema instanceof Literals) ? define(key, () -> schema) : schema;
	}

	private Schema bean(TypeKey key, BeanDeserializerBase bean, @Nullable Property discriminator) {
		ValueInstantiator instantiator = bean.getValueInstantiator();
		DeserializationConfig config = this.context.getConfig();
		JavaType delegate = instantiator.canCreateUsingDelegate() ? instantiator.getDelegateType(config)
				: instantiator.canCreateUsingArrayDelegate() ? instantiator.getArrayDelegateType(config) : null;
		if (delegate != null && !delegate.equals(key.type())) {
			return of(delegate);
		}
		if (bean instanceof BeanAsArrayDeserializer || bean instanceof BeanAsArrayBuilderDeserializer) {
			return new ListOf(Plain.UNKNOWN);
		}
		List<Schema> scalars = scalars(instantiator);
		if (discriminator == null && !scalars.isEmpty() && !bean.properties().hasNext()) {
			return Schema.oneOf(scalars);
		}
		return define(key,
				() -> structure(discriminator, properties(key.type(), bean, (name) -> name), bean.hasAnySetter()));
	}

	private static List<Schema> scalars(ValueInstantiator instantiator) {
		List<Schema> schemas = new ArrayList<>();
		if (instantiator.canCreateFromString()) {
			schemas.add(Plain.STRING);
		}
		if (instantiator.canCreateFromDouble() || instantiator.canCreateFromBigDecimal()) {
			schemas.add(Plain.NUMBER);
		}
		else if (instantiator.canCreateFromInt() || instantiator.canCreateFromLong()
				|| instantiator.canCreateFromBigInteger()) {
			schemas.add(Plain.INTEGER);
		}
		if (instantiator.canCreateFromBoolean()) {
			schemas.add(Plain.BOOLEAN);
		}
		return schemas;
	}

	private List<Property> properties(JavaType type, BeanDeserializerBase bean, UnaryOperator<String> naming) {
		List<Property> properties = new ArrayList<>();
		for (Iterator<SettableBeanProperty> all = bean.properties(); all.hasNext();) {
			SettableBeanProperty property = all.next();
			if (!isUnwrapped(property.getMember())) {
				properties.add(property(property, naming.apply(property.getName())));
			}
		}
		properties.addAll(hidden(type, naming));
		return properties;
	}

	/** Deserializers keep to themselves what is unwrapped, or has its type elsewhere. */
	private List<Property> hidden(JavaType type, UnaryOperator<String> naming) {
		List<Property> properties = new ArrayList<>();
		BeanDescription description = this.context.introspectBeanDescription(type);
		for (BeanPropertyDefinition each : description.findProperties()) {
			AnnotatedMember member = each.couldDeserialize() ? each.getMutator() : null;
			NameTransformer transformer = transformer(member);
			if (transformer != null
					&& deserializer(each.getPrimaryType(), null) instanceof BeanDeserializerBase inner) {
				properties.addAll(
						properties(each.getPrimaryType(), inner, (name) -> naming.apply(transformer.transform(name))));
			}
			else if (member != null && hasTypeElsewhere(member)) {
				properties.add(new Property(naming.apply(each.getName()), Plain.UNKNOWN, false));
			}
		}
		return properties;
	}

	private boolean hasTypeElsewhere(AnnotatedMember member) {
		JsonTypeInfo.Value info = this.context.getAnnotationIntrospector()
			.findPolymorphicTypeInfo(this.context.getConfig(), member);
		return info != null && info.getInclusionType() == JsonTypeInfo.As.EXTERNAL_PROPERTY;
	}

	private boolean isUnwrapped(@Nullable AnnotatedMember member) {
		return transformer(member) != null;
	}

	private @Nullable NameTransformer transformer(@Nullable AnnotatedMember member) {
		return (member != null) ? this.context.getAnnotationIntrospector()
			.findUnwrappingNameTransformer(this.context.getConfig(), member) : null;
	}

	private Property property(SettableBeanProperty property, String name) {
		AnnotatedMember member = property.getMember();
		boolean optional = !property.isRequired()
				&& (MemberNullness.isOptional(member) || property.getType().isReferenceType());
		Schema schema = value(property);
		return new Property(name, MemberNullness.isNullable(member) ? Schema.nullable(schema) : schema, optional);
	}

	private Schema value(SettableBeanProperty property) {
		PropertyFilters filters = PropertyFilters.of(this.context, property.getMember());
		if (filters.included() || (property.hasValueTypeDeserializer() && typeIds(property.getType()) == null)) {
			return Plain.UNKNOWN;
		}
		if (!filters.ignoredWhenRead().isEmpty()) {
			return without(of(property.getType()), filters.ignoredWhenRead());
		}
		return of(property.getType(), property,
				property.hasValueDeserializer() ? property.getValueDeserializer() : null);
	}

}
