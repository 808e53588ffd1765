package io.github.socketiospring.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.socketiospring.contract.Contract.Argument;
import io.github.socketiospring.contract.Contract.Event;
import io.github.socketiospring.contract.Contract.Space;
import io.github.socketiospring.contract.Schema.Formatted;
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
import io.github.socketiospring.dispatch.EventDescription.Acknowledgement;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Writes a contract as the event maps that socket.io-client's {@code Socket} takes.
 */
final class TypeScript {

	private static final Set<String> KEYWORDS = Set.of("arguments", "await", "break", "case", "catch", "class", "const",
			"continue", "debugger", "default", "delete", "do", "else", "enum", "eval", "export", "extends", "false",
			"finally", "for", "function", "if", "implements", "import", "in", "instanceof", "interface", "let", "new",
			"null", "package", "private", "protected", "public", "return", "static", "super", "switch", "this", "throw",
			"true", "try", "typeof", "var", "void", "while", "with", "yield");

	/** What no type may be called, because it is used here or means something else. */
	private static final Set<String> TYPES = Set.of("ArrayBuffer", "ArrayBufferView", "Omit", "any", "bigint",
			"boolean", "never", "number", "object", "string", "symbol", "undefined", "unknown");

	private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

	private static final String HEAD = """
			// Generated from the handlers of the server. Do not edit: the next run overwrites it.
			//
			//   const socket: Socket<%1$sServerToClientEvents, %1$sClientToServerEvents> = io(%2$s);
			""";

	private final Contract contract;

	private final StringBuilder text = new StringBuilder();

	private TypeScript(Contract contract) {
		this.contract = contract;
	}

	/**
	 * Writes a contract.
	 * @return a module that imports nothing; its lines end with a line feed
	 */
	static String write(Contract contract) {
		return new TypeScript(contract).write();
	}

	/**
	 * Returns the names that no type of an application may have.
	 */
	static Set<String> takenNames() {
		return Stream.concat(KEYWORDS.stream(), TYPES.stream()).collect(Collectors.toSet());
	}

	private String write() {
		Space first = this.contract.namespaces().isEmpty() ? null : this.contract.namespaces().get(0);
		this.text.append(
				HEAD.formatted((first != null) ? first.prefix() : "", quoted((first != null) ? first.name() : "/")));
		this.contract.namespaces().forEach(this::space);
		this.contract.types().forEach(this::type);
		if (this.contract.namespaces().isEmpty()) {
			// A file without exports is no module.
			this.text.append("\nexport {};\n");
		}
		return this.text.toString();
	}

	private void space(Space space) {
		this.text.append("\n// Namespace ").append(quoted(space.name())).append("\n");
		this.text.append("export interface ").append(space.prefix()).append(Contract.CLIENT_TO_SERVER).append(" {\n");
		space.received().forEach((event) -> event(event, event.acknowledgement() == Acknowledgement.EMPTY));
		this.text.append("}\n\n");
		this.text.append("export interface ").append(space.prefix()).append(Contract.SERVER_TO_CLIENT).append(" {\n");
		List<Event> emitted = space.emitted();
		if (emitted != null) {
			emitted.forEach((event) -> event(event, false));
		}
		else {
			this.text.append("  // Any: the server does not declare what it emits.\n");
			this.text.append("  [event: string]: (...args: any[]) => void;\n");
		}
		this.text.append("}\n");
	}

	private void event(Event event, boolean mayIgnoreAck) {
		this.text.append("  ")
			.append(name(event.name()))
			.append(": (")
			.append(parameters(event, mayIgnoreAck))
			.append(") => void;\n");
	}

	/**
	 * {@code emitWithAck} has types only if the last parameter is a callback that may not
	 * be left out. So it may be where there is nothing to get.
	 */
	private String parameters(Event event, boolean mayIgnoreAck) {
		Set<String> names = event.arguments()
			.stream()
			.map(Argument::name)
			.collect(Collectors.toCollection(HashSet::new));
		String callback = callback(event);
		boolean required = callback != null && !mayIgnoreAck;
		List<String> parameters = new ArrayList<>();
		boolean omissible = !required;
		for (int i = event.arguments().size() - 1; i >= 0; i--) {
			Argument argument = event.arguments().get(i);
			omissible = omissible && argument.optional();
			parameters.add(0, parameter(argument, omissible));
		}
		Argument rest = event.rest();
		if (rest != null && required) {
			names.add(rest.name());
			String tuple = parameters.stream().map((each) -> each + ", ").collect(Collectors.joining());
			return "...args: [" + tuple + "..." + parameterName(rest.name()) + ": " + arrayOf(rest.schema()) + ", "
					+ parameterName(TypeNames.unique("ack", names)) + ": " + callback + "]";
		}
		if (rest != null) {
			parameters.add("..." + parameterName(rest.name()) + ": " + arrayOf(rest.schema()));
		}
		else if (callback != null) {
			parameters.add(parameterName(TypeNames.unique("ack", names)) + (required ? "" : "?") + ": " + callback);
		}
		return String.join(", ", parameters);
	}

	private String parameter(Argument argument, boolean omissible) {
		String type = of(argument.schema());
		if (omissible) {
			return parameterName(argument.name()) + "?: " + type;
		}
		boolean mayBeUndefined = argument.optional() && argument.schema() != Plain.UNKNOWN;
		return parameterName(argument.name()) + ": " + type + (mayBeUndefined ? " | undefined" : "");
	}

	private @Nullable String callback(Event event) {
		Schema answer = event.answer();
		return switch (event.acknowledgement()) {
			case NONE -> null;
			case EMPTY -> "() => void";
			case ANY -> "(...answer: unknown[]) => void";
			case VALUE -> "(answer: " + ((answer != null) ? of(answer) : "unknown") + ") => void";
		};
	}

	private void type(String name, Schema schema) {
		if (schema instanceof Structure structure) {
			this.text.append("\nexport interface ").append(name).append(" {\n");
			structure.properties()
				.forEach((property) -> this.text.append("  ").append(property(property)).append(";\n"));
			if (structure.open()) {
				this.text.append("  [name: string]: unknown;\n");
			}
			this.text.append("}\n");
		}
		else {
			this.text.append("\nexport type ").append(name).append(" = ").append(of(schema)).append(";\n");
		}
	}

	private String property(Property property) {
		return name(property.name()) + (property.optional() ? "?: " : ": ") + of(property.schema());
	}

	private String of(Schema schema) {
		if (schema instanceof Plain plain) {
			return switch (plain) {
				case STRING -> "string";
				case NUMBER, INTEGER -> "number";
				case BOOLEAN -> "boolean";
				case NULL -> "null";
				case READ_BINARY -> "ArrayBuffer | ArrayBufferView";
				case WRITTEN_BINARY -> "ArrayBuffer";
				case UNKNOWN -> "unknown";
			};
		}
		if (schema instanceof Formatted) {
			return "string";
		}
		if (schema instanceof Literals literals) {
			return literals.values().stream().map(TypeScript::quoted).collect(Collectors.joining(" | "));
		}
		if (schema instanceof ListOf list) {
			return arrayOf(list.element());
		}
		if (schema instanceof Tuple tuple) {
			return tuple.elements().stream().map(this::of).collect(Collectors.joining(", ", "[", "]"));
		}
		if (schema instanceof MapOf map) {
			return "{ [key: string]: " + of(map.value()) + " }";
		}
		if (schema instanceof OneOf several) {
			return several.schemas().stream().map(this::of).collect(Collectors.joining(" | "));
		}
		if (schema instanceof Structure structure) {
			return structure.properties().stream().map(this::property).collect(Collectors.joining("; ", "{ ", " }"));
		}
		if (schema instanceof Without without) {
			return "Omit<" + of(without.whole()) + ", "
					+ without.names().stream().map(TypeScript::quoted).collect(Collectors.joining(" | ")) + ">";
		}
		return this.contract.names().apply(((Reference) schema).type());
	}

	private String arrayOf(Schema element) {
		boolean several = element instanceof OneOf || element == Plain.READ_BINARY
				|| (element instanceof Literals literals && literals.values().size() > 1);
		return several ? "(" + of(element) + ")[]" : of(element) + "[]";
	}

	private static String parameterName(String name) {
		String identifier = TypeNames.identifier(name);
		return KEYWORDS.contains(identifier) ? identifier + "_" : identifier;
	}

	private static String name(String name) {
		return IDENTIFIER.matcher(name).matches() ? name : quoted(name);
	}

	private static String quoted(String text) {
		return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
	}

}
