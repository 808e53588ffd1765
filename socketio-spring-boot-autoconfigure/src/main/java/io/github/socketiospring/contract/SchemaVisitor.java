package io.github.socketiospring.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.contract.Schema.Formatted;
import io.github.socketiospring.contract.Schema.ListOf;
import io.github.socketiospring.contract.Schema.Literals;
import io.github.socketiospring.contract.Schema.MapOf;
import io.github.socketiospring.contract.Schema.Plain;
import io.github.socketiospring.contract.Schema.Property;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatTypes;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNullFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonValueFormat;

/**
 * Is told by a serializer what it writes. A serializer that says nothing leaves it
 * unknown.
 */
final class SchemaVisitor extends JsonFormatVisitorWrapper.Base {

	private final WrittenSchemas schemas;

	private final TypeKey key;

	private final @Nullable Property discriminator;

	private @Nullable List<BeanProperty> properties;

	private Schema schema = Plain.UNKNOWN;

	SchemaVisitor(WrittenSchemas schemas, SerializationContext context, TypeKey key, @Nullable Property discriminator) {
		super(context);
		this.schemas = schemas;
		this.key = key;
		this.discriminator = discriminator;
	}

	Schema schema() {
		List<BeanProperty> told = this.properties;
		return (told != null) ? this.schemas.object(this.key, this.discriminator, told) : this.schema;
	}

	void is(Schema schema) {
		this.schema = schema;
	}

	@Override
	public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
		List<BeanProperty> told = new ArrayList<>();
		this.properties = told;
		return new JsonObjectFormatVisitor.Base(getContext()) {

			@Override
			public void property(BeanProperty property) {
				told.add(property);
			}

			@Override
			public void optionalProperty(BeanProperty property) {
				told.add(property);
			}

		};
	}

	@Override
	public JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
		JavaType content = type.getContentType();
		is(new ListOf(Plain.UNKNOWN));
		JsonArrayFormatVisitor visitor = new JsonArrayFormatVisitor.Base(getContext()) {

			@Override
			public void itemsFormat(JsonFormatVisitable serializer, JavaType elementType) {
				is(new ListOf(SchemaVisitor.this.schemas.part(serializer, elementType)));
			}

			@Override
			public void itemsFormat(JsonFormatTypes format) {
				is(new ListOf(switch (format) {
					case STRING -> Plain.STRING;
					case NUMBER -> Plain.NUMBER;
					case INTEGER -> Plain.INTEGER;
					case BOOLEAN -> Plain.BOOLEAN;
					case NULL -> Plain.NULL;
					case OBJECT, ARRAY, ANY -> Plain.UNKNOWN;
				}));
			}

		};
		if (content != null) {
			is(new ListOf(this.schemas.of(content)));
		}
		return visitor;
	}

	@Override
	public JsonMapFormatVisitor expectMapFormat(JavaType type) {
		JavaType content = type.getContentType();
		is(new MapOf((content != null) ? this.schemas.of(content) : Plain.UNKNOWN));
		return new JsonMapFormatVisitor.Base(getContext()) {

			@Override
			public void valueFormat(JsonFormatVisitable serializer, JavaType valueType) {
				is(new MapOf(SchemaVisitor.this.schemas.part(serializer, valueType)));
			}

		};
	}

	@Override
	public JsonStringFormatVisitor expectStringFormat(JavaType type) {
		is(Plain.STRING);
		return new JsonStringFormatVisitor.Base() {

			@Override
			public void format(JsonValueFormat format) {
				is(new Formatted(format.toString()));
			}

			@Override
			public void enumTypes(Set<String> values) {
				is(new Literals(List.copyOf(values)));
			}

		};
	}

	@Override
	public JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
		is(Plain.NUMBER);
		return new JsonNumberFormatVisitor.Base();
	}

	@Override
	public JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
		is(Plain.INTEGER);
		return new JsonIntegerFormatVisitor.Base();
	}

	@Override
	public JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
		is(Plain.BOOLEAN);
		return new JsonBooleanFormatVisitor.Base();
	}

	@Override
	public JsonNullFormatVisitor expectNullFormat(JavaType type) {
		is(Plain.NULL);
		return new JsonNullFormatVisitor.Base();
	}

	@Override
	public JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
		is(Plain.UNKNOWN);
		return new JsonAnyFormatVisitor.Base();
	}

}
