package io.github.socketiospring.contract;

import java.util.function.UnaryOperator;

import io.github.socketiospring.contract.Schema.ListOf;
import io.github.socketiospring.contract.Schema.MapOf;
import io.github.socketiospring.contract.Schema.OneOf;
import io.github.socketiospring.contract.Schema.Property;
import io.github.socketiospring.contract.Schema.Reference;
import io.github.socketiospring.contract.Schema.Structure;
import io.github.socketiospring.contract.Schema.Tuple;
import io.github.socketiospring.contract.Schema.Without;

/**
 * Walks through schemas.
 */
final class Schemas {

	private Schemas() {
	}

	/**
	 * Replaces all references.
	 */
	static Schema map(Schema schema, UnaryOperator<Reference> references) {
		if (schema instanceof Reference reference) {
			return references.apply(reference);
		}
		if (schema instanceof Without without) {
			return new Without(references.apply(without.whole()), without.names());
		}
		if (schema instanceof ListOf list) {
			return new ListOf(map(list.element(), references));
		}
		if (schema instanceof MapOf map) {
			return new MapOf(map(map.value(), references));
		}
		if (schema instanceof Tuple tuple) {
			return new Tuple(tuple.elements().stream().map((each) -> map(each, references)).toList());
		}
		if (schema instanceof OneOf several) {
			return new OneOf(several.schemas().stream().map((each) -> map(each, references)).toList());
		}
		if (schema instanceof Structure structure) {
			return new Structure(structure.properties()
				.stream()
				.map((each) -> new Property(each.name(), map(each.schema(), references), each.optional()))
				.toList(), structure.open());
		}
		return schema;
	}

}
