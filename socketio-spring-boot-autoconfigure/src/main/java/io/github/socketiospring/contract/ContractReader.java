package io.github.socketiospring.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.socketiospring.contract.Contract.Argument;
import io.github.socketiospring.contract.Contract.Event;
import io.github.socketiospring.contract.Contract.Space;
import io.github.socketiospring.dispatch.EventDescription;
import io.github.socketiospring.dispatch.EventDescription.Value;
import io.github.socketiospring.dispatch.NamespaceDescription;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds out what the types of handlers look like on the wire. For one use.
 */
final class ContractReader {

	private static final String ROOT = "/";

	private final JsonMapper mapper;

	private final Map<TypeKey, Schema> definitions = new LinkedHashMap<>();

	private final WrittenSchemas written;

	private final ReadSchemas read;

	private final Set<String> taken = new HashSet<>(TypeScript.takenNames());

	ContractReader(JsonMapper mapper) {
		this.mapper = mapper;
		this.written = new WrittenSchemas(mapper, this.definitions);
		this.read = new ReadSchemas(mapper, this.definitions, this.written);
	}

	/**
	 * Reads the contract.
	 * @param descriptions the namespaces with annotated beans
	 */
	Contract read(List<NamespaceDescription> descriptions) {
		List<Space> spaces = new ArrayList<>();
		for (NamespaceDescription each : everywhere(descriptions)) {
			spaces.add(space(each));
		}
		TypeNames names = new TypeNames(this.definitions, this.taken);
		return new Contract(spaces, names.types(), names::of);
	}

	/** Handlers for all namespaces take what has no other in one of them. */
	private static List<NamespaceDescription> everywhere(List<NamespaceDescription> descriptions) {
		NamespaceDescription all = null;
		List<NamespaceDescription> named = new ArrayList<>();
		for (NamespaceDescription each : descriptions) {
			if (NamespaceDescription.ALL.equals(each.name())) {
				all = each;
			}
			else {
				named.add(each);
			}
		}
		if (all == null) {
			return named;
		}
		if (named.isEmpty()) {
			named.add(new NamespaceDescription(ROOT, Set.of(), List.of(), null));
		}
		NamespaceDescription shared = all;
		return named.stream()
			.map((each) -> new NamespaceDescription(each.name(), each.variables(),
					joined(shared.handled(), each.handled()), emitted(shared.emitted(), each.emitted())))
			.toList();
	}

	private static @Nullable List<EventDescription> emitted(@Nullable List<EventDescription> shared,
			@Nullable List<EventDescription> own) {
		if (shared == null || own == null) {
			return (own != null) ? own : shared;
		}
		return joined(shared, own);
	}

	private static List<EventDescription> joined(List<EventDescription> shared, List<EventDescription> own) {
		Map<String, EventDescription> events = new TreeMap<>();
		shared.forEach((event) -> events.put(event.name(), event));
		own.forEach((event) -> events.put(event.name(), event));
		return List.copyOf(events.values());
	}

	private Space space(NamespaceDescription description) {
		String name = plainName(description.name());
		List<EventDescription> emitted = description.emitted();
		return new Space(name, prefix(name), description.variables(),
				events(description.handled(), this.read, this.written),
				(emitted != null) ? events(emitted, this.written, this.read) : null);
	}

	/** Both interfaces of the namespace must be new. */
	private String prefix(String name) {
		String words = TypeNames.camelCase(name);
		String prefix = (!words.isEmpty() && Character.isDigit(words.charAt(0))) ? "_" + words : words;
		String unique = prefix;
		for (int i = 2; this.taken.contains(unique + Contract.CLIENT_TO_SERVER); i++) {
			unique = prefix + i;
		}
		this.taken.add(unique + Contract.CLIENT_TO_SERVER);
		this.taken.add(unique + Contract.SERVER_TO_CLIENT);
		return unique;
	}

	/** Variables without the expressions behind their colons. */
	private static String plainName(String name) {
		StringBuilder plain = new StringBuilder();
		int depth = 0;
		boolean expression = false;
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			depth += (c == '{') ? 1 : (c == '}') ? -1 : 0;
			expression = (depth > 0) && (expression || c == ':');
			if (!expression) {
				plain.append(c);
			}
		}
		return plain.toString();
	}

	private List<Event> events(List<EventDescription> descriptions, DirectedSchemas<?> arguments,
			DirectedSchemas<?> answers) {
		return descriptions.stream().map((each) -> event(each, arguments, answers)).toList();
	}

	private Event event(EventDescription description, DirectedSchemas<?> arguments, DirectedSchemas<?> answers) {
		Set<String> names = new HashSet<>();
		List<Argument> all = new ArrayList<>();
		for (Value each : description.arguments()) {
			String name = each.name().isEmpty() ? "argument" + (all.size() + 1) : each.name();
			all.add(new Argument(TypeNames.unique(name, names), schema(each, arguments), each.optional()));
		}
		Value rest = description.rest();
		Value answer = description.answer();
		return new Event(description.name(), all,
				(rest != null) ? new Argument(TypeNames.unique(rest.name().isEmpty() ? "rest" : rest.name(), names),
						schema(rest, arguments), true) : null,
				description.acknowledgement(), (answer != null) ? schema(answer, answers) : null);
	}

	private Schema schema(Value value, DirectedSchemas<?> schemas) {
		Schema schema = schemas.of(this.mapper.constructType(value.type()));
		return value.nullable() ? Schema.nullable(schema) : schema;
	}

}
