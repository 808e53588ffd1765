package io.github.socketiospring.codec.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyWriter;

/**
 * Finds types that hold JSON for another library, where Jackson would treat them as
 * ordinary beans: what is read has no content then, and what is written is their
 * getters'. A type that a module of the application reads and writes is fine.
 */
final class ForeignTypes {

	private static final String OWN_PACKAGE = "tools.jackson.databind.";

	/** Jackson 2 is a foreign library as well. */
	private static final Set<String> NAMES = Set.of("com.eclipsesource.json.JsonValue",
			"com.fasterxml.jackson.core.TreeNode", "com.google.gson.JsonElement", "io.vertx.core.json.JsonArray",
			"io.vertx.core.json.JsonObject", "jakarta.json.JsonValue", "javax.json.JsonValue",
			"kotlinx.serialization.json.JsonElement", "org.codehaus.jackson.JsonNode",
			"org.codehaus.jettison.json.JSONArray", "org.codehaus.jettison.json.JSONObject", "org.json.JSONArray",
			"org.json.JSONObject");

	private final JsonMapper mapper;

	private final Set<JavaType> seen = new HashSet<>();

	ForeignTypes(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Looks for a foreign type in what is read as a type: the type itself, its elements,
	 * and the properties of beans.
	 */
	@Nullable Class<?> read(JavaType type) {
		try {
			return read(type, this.mapper._deserializationContext().findRootValueDeserializer(type));
		}
		catch (JacksonException | LinkageError ex) {
			// Not readable at all, which is told elsewhere.
			return null;
		}
	}

	private @Nullable Class<?> read(JavaType type, @Nullable ValueDeserializer<?> deserializer) {
		if (!this.seen.add(type)) {
			return null;
		}
		boolean own = deserializer == null || isOwn(deserializer);
		if (isForeign(type.getRawClass())) {
			return own ? type.getRawClass() : null;
		}
		for (JavaType part : parts(type)) {
			Class<?> foreign = read(part);
			if (foreign != null) {
				return foreign;
			}
		}
		return (deserializer instanceof BeanDeserializerBase bean) ? readProperties(bean.properties()) : null;
	}

	private @Nullable Class<?> readProperties(Iterator<SettableBeanProperty> properties) {
		while (properties.hasNext()) {
			SettableBeanProperty property = properties.next();
			Class<?> foreign = read(property.getType(), property.getValueDeserializer());
			if (foreign != null) {
				return foreign;
			}
		}
		return null;
	}

	/**
	 * Looks for a foreign type in what is written as a type: the type itself, its
	 * elements, and the properties of beans.
	 */
	@Nullable Class<?> written(JavaType type) {
		try {
			return written(type, this.mapper._serializationContext().findRootValueSerializer(type));
		}
		catch (JacksonException | LinkageError ex) {
			// Not writable at all, which is told when it is tried.
			return null;
		}
	}

	private @Nullable Class<?> written(JavaType type, ValueSerializer<?> serializer) {
		if (!this.seen.add(type)) {
			return null;
		}
		if (isForeign(type.getRawClass())) {
			return isOwn(serializer) ? type.getRawClass() : null;
		}
		for (JavaType part : parts(type)) {
			Class<?> foreign = written(part);
			if (foreign != null) {
				return foreign;
			}
		}
		return isOwn(serializer) ? writtenProperties(serializer.properties()) : null;
	}

	private @Nullable Class<?> writtenProperties(Iterator<PropertyWriter> properties) {
		while (properties.hasNext()) {
			if (properties.next() instanceof BeanPropertyWriter property) {
				ValueSerializer<Object> serializer = property.getSerializer();
				Class<?> foreign = (serializer != null) ? written(property.getType(), serializer)
						: written(property.getType());
				if (foreign != null) {
					return foreign;
				}
			}
		}
		return null;
	}

	private static List<JavaType> parts(JavaType type) {
		List<JavaType> parts = new ArrayList<>();
		if (type.isContainerType() || type.isReferenceType()) {
			JavaType content = type.getContentType();
			if (content != null) {
				parts.add(content);
			}
		}
		return parts;
	}

	private static boolean isOwn(Object serializer) {
		return serializer.getClass().getName().startsWith(OWN_PACKAGE);
	}

	private static boolean isForeign(@Nullable Class<?> type) {
		if (type == null) {
			return false;
		}
		if (NAMES.contains(type.getName()) || isForeign(type.getSuperclass())) {
			return true;
		}
		for (Class<?> each : type.getInterfaces()) {
			if (isForeign(each)) {
				return true;
			}
		}
		return false;
	}

}
