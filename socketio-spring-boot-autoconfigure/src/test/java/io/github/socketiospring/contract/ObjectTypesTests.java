package io.github.socketiospring.contract;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What types with properties are in TypeScript. Those that look different when they are
 * read from clients have {@code Input} behind their names.
 */
class ObjectTypesTests {

	private final JsonMapper mapper = JsonMapper.builder().build();

	@Test
	void whatMayBeNull() {
		check(this.mapper, ObjectTypes.Nullness.class, """
				export interface Nullness {
				  there: string;
				  maybe: string | null;
				  perhaps: number | null;
				}

				export interface NullnessInput {
				  there: string;
				  maybe?: string | null;
				  perhaps?: number | null;
				}
				""");
	}

	@Test
	void settersAndGetters() {
		check(this.mapper, ObjectTypes.Bean.class, """
				export interface Bean {
				  computed: number;
				  name: string | null;
				}

				export interface BeanInput {
				  name?: string | null;
				  secret: string;
				}
				""");
	}

	@Test
	void requiredProperties() {
		check(this.mapper, ObjectTypes.Required.class, """
				export interface Required {
				  id: number | null;
				}
				""");
	}

	@Test
	void whatIsLeftOutWhenWritten() {
		check(this.mapper, ObjectTypes.Sparse.class, """
				export interface Sparse {
				  always: string | null;
				  sometimes?: string;
				  there: string;
				  filled?: string[];
				  present?: string | null;
				}

				export interface SparseInput {
				  always?: string | null;
				  sometimes?: string | null;
				  there: string;
				  filled: string[];
				  present?: string | null;
				}
				""");
	}

	@Test
	void namesOfProperties() {
		check(JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build(),
				ObjectTypes.Named.class, """
						export interface Named {
						  first_name: string;
						  "e-mail": string;
						}
						""");
	}

	@Test
	void valuesAndDelegates() {
		check(this.mapper, ObjectTypes.Wrappers.class, """
				export interface Wrappers {
				  id: string;
				  amount: number;
				  ids: { [key: string]: string };
				}
				""");
	}

	@Test
	void formatsOfPropertiesAndTypes() {
		check(this.mapper, ObjectTypes.Formats.class, """
				export interface Formats {
				  seconds: number;
				  text: string;
				  row: unknown[];
				  time: string;
				}

				export interface FormatsInput {
				  seconds: number;
				  text: number;
				  row: unknown[];
				  time: string;
				}
				""");
	}

	@Test
	void unwrappedProperties() {
		check(this.mapper, ObjectTypes.Outer.class, """
				export interface Outer {
				  id: number;
				  "home-street": string;
				  "home-number": number | null;
				}

				export interface OuterInput {
				  id: number;
				  "home-street": string;
				  "home-number"?: number | null;
				}
				""");
	}

	@Test
	void openObjects() {
		check(this.mapper, ObjectTypes.Open.class, """
				export interface Open {
				  id: number;
				  [name: string]: unknown;
				}
				""");
	}

	@Test
	void propertiesThatAreLeftOut() {
		check(this.mapper, ObjectTypes.Parent.class, """
				export interface Child {
				  name: string;
				  parent: Parent;
				}

				export interface ChildInput {
				  name: string;
				  parent: ParentInput;
				}

				export interface Parent {
				  name: string;
				  children: Omit<Child, "parent">[];
				  above: Parent | null;
				  favourite: unknown;
				}

				export interface ParentInput {
				  name: string;
				  children: Omit<ChildInput, "parent">[];
				  above?: ParentInput | null;
				  favourite: unknown;
				}
				""");
	}

	@Test
	void genericTypes() {
		check(this.mapper, ObjectTypes.Generics.class, """
				export interface Address {
				  street: string;
				  number: number | null;
				}

				export interface AddressInput {
				  street: string;
				  number?: number | null;
				}

				export interface Generics {
				  texts: PairOfStringAndListOfInteger;
				  addresses: PairOfAddressAndAddressArray;
				}

				export interface GenericsInput {
				  texts: PairOfStringAndListOfInteger;
				  addresses: PairOfAddressAndAddressArrayInput;
				}

				export interface PairOfAddressAndAddressArray {
				  first: Address;
				  second: Address[];
				}

				export interface PairOfAddressAndAddressArrayInput {
				  first: AddressInput;
				  second: AddressInput[];
				}

				export interface PairOfStringAndListOfInteger {
				  first: string;
				  second: number[];
				}
				""");
	}

	@Test
	void subtypes() {
		check(this.mapper, ObjectTypes.Shapes.class, """
				export type Animal = { ObjectTypes$Cat: Cat } | { ObjectTypes$Dog: Dog };

				export interface Big {
				  size: "big";
				  height: number;
				}

				export type Box = BoxItself | Crate;

				export interface BoxItself {
				  kind: "box";
				  width: number;
				}

				export interface Cat {
				  lives: number;
				}

				export interface Crate {
				  kind: "crate";
				  width: number;
				  wood: string;
				}

				export interface Dog {
				  barks: boolean;
				}

				export interface External {
				  type: string;
				  value: unknown;
				}

				export type Guess = Left | Right;

				export interface Left {
				  left: number;
				}

				export interface Only {
				  text: string;
				}

				export type Plain = ["only", Only];

				export interface Right {
				  right: number;
				}

				export interface Shapes {
				  animal: Animal;
				  cat: { ObjectTypes$Cat: Cat };
				  boxes: Box[];
				  size: Size;
				  guess: Guess;
				  outside: External;
				  plain: Plain;
				}

				export type Size = Big;
				""");
	}

	@Test
	void objectsWithIdentityAreUnknown() {
		assertThat(TypeTexts.of(this.mapper, ObjectTypes.Identified.class).both()).isEqualTo("unknown");
	}

	@Test
	void serializersOfTheApplicationAreAsked() {
		JsonMapper own = JsonMapper.builder()
			.addModule(new SimpleModule().addSerializer(ObjectTypes.Named.class,
					new ToStringSerializer(ObjectTypes.Named.class)))
			.build();
		assertThat(TypeTexts.of(own, ObjectTypes.Named.class).both()).isEqualTo("Named / string");
	}

	private static void check(JsonMapper mapper, Class<?> type, String definitions) {
		assertThat(TypeTexts.of(mapper, type).definitions()).isEqualTo(definitions.strip());
	}

}
