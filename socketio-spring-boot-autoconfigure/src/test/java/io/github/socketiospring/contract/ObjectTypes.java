package io.github.socketiospring.contract;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * Types with properties, for {@link ObjectTypesTests}.
 */
final class ObjectTypes {

	private ObjectTypes() {
	}

	record Nullness(String there, @Nullable String maybe, Optional<Integer> perhaps) {
	}

	static class Bean {

		private @Nullable String name;

		@JsonIgnore
		String ignored = "";

		public @Nullable String getName() {
			return this.name;
		}

		public void setName(@Nullable String name) {
			this.name = name;
		}

		public int getComputed() {
			return 1;
		}

		public void setSecret(String secret) {
			this.name = secret;
		}

	}

	record Required(@JsonProperty(required = true) @Nullable Integer id) {
	}

	record Sparse(@Nullable String always, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String sometimes,
			@JsonInclude(JsonInclude.Include.NON_NULL) String there,
			@JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> filled,
			@JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> present) {
	}

	record Named(String firstName, @JsonProperty("e-mail") String mail) {
	}

	record Id(@JsonValue String value) {
	}

	static final class Amount {

		private final long cents;

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		Amount(long cents) {
			this.cents = cents;
		}

		@JsonValue
		long cents() {
			return this.cents;
		}

	}

	record Wrappers(Id id, Amount amount, Map<String, Id> ids) {
	}

	record Formats(@JsonFormat(shape = JsonFormat.Shape.NUMBER) Instant seconds,
			@JsonSerialize(using = ToStringSerializer.class) int text, Row row, Instant time) {
	}

	@JsonFormat(shape = JsonFormat.Shape.ARRAY)
	record Row(int number, String text) {
	}

	record Outer(int id, @JsonUnwrapped(prefix = "home-") Address home) {
	}

	record Address(String street, @Nullable Integer number) {
	}

	static class Open {

		public int id;

		private final Map<String, Object> others = new java.util.HashMap<>();

		@JsonAnyGetter
		public Map<String, Object> others() {
			return this.others;
		}

		@JsonAnySetter
		public void other(String name, Object value) {
			this.others.put(name, value);
		}

	}

	record Parent(String name, @JsonIgnoreProperties("parent") List<Child> children, @Nullable Parent above,
			@JsonIncludeProperties("name") Child favourite) {
	}

	record Child(String name, Parent parent) {
	}

	@JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "id")
	static class Identified {

		public int id;

	}

	record Generics(Pair<String, List<Integer>> texts, Pair<Address, Address[]> addresses) {
	}

	record Pair<A, B>(A first, B second) {
	}

	record Shapes(Animal animal, Cat cat, List<Box> boxes, Size size, Guess guess, External outside, Plain plain) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
	sealed interface Animal {

	}

	record Cat(int lives) implements Animal {
	}

	record Dog(boolean barks) implements Animal {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Box.class, name = "box"),
			@JsonSubTypes.Type(value = Crate.class, name = "crate") })
	static class Box {

		public int width;

	}

	static class Crate extends Box {

		public String wood = "";

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "size")
	@JsonSubTypes(@JsonSubTypes.Type(value = Big.class, name = "big"))
	interface Size {

		String size();

	}

	record Big(String size, int height) implements Size {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
	@JsonSubTypes({ @JsonSubTypes.Type(Left.class), @JsonSubTypes.Type(Right.class) })
	interface Guess {

	}

	record Left(int left) implements Guess {
	}

	record Right(int right) implements Guess {
	}

	record External(String type, @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXTERNAL_PROPERTY,
			property = "type") Object value) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
	@JsonSubTypes(@JsonSubTypes.Type(value = Only.class, name = "only"))
	interface Plain {

	}

	record Only(String text) implements Plain {
	}

}
