package io.github.socketiospring.codec.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;

/**
 * A type somebody has declared, where it says more about how values are written than
 * their classes do: the elements of a {@code List<Shape>} have the type ids that
 * {@code Shape} asks for, those of a mere list do not. Prepared once; safe for use by any
 * thread.
 */
public final class DeclaredType {

	private final ObjectWriter writer;

	DeclaredType(ObjectWriter writer) {
		this.writer = writer;
	}

	/**
	 * Ties a value to this type.
	 * @param value a value of this type, or {@code null}
	 * @return what a {@link JsonCodec} writes as this type; {@code null} for {@code null}
	 */
	public @Nullable Object of(@Nullable Object value) {
		return (value != null) ? new TypedValue(value, this.writer) : null;
	}

	/**
	 * A value that is written as it was declared.
	 *
	 * @param value the value
	 * @param writer writes values of the declared type
	 */
	record TypedValue(Object value, ObjectWriter writer) {

		static void write(JsonGenerator generator, @Nullable Object value, ObjectWriter writer) {
			if (value instanceof TypedValue typed) {
				typed.writer().writeValue(generator, typed.value());
			}
			else {
				writer.writeValue(generator, value);
			}
		}

	}

}
