package io.github.socketiospring.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.jspecify.annotations.Nullable;

/**
 * A name with variables, such as <code>/tenant-{id}</code>. A variable takes at least one
 * character and no slash: as few as possible, but for the last of a segment. Behind a
 * colon it may have a regular expression that its value must match. Takes linear time,
 * apart from those expressions.
 */
public final class NamePattern implements NameRule {

	private final String text;

	private final List<Segment> segments = new ArrayList<>();

	private final Set<String> variables = new LinkedHashSet<>();

	private NamePattern(String text) {
		this.text = text;
		int depth = 0;
		int start = 1;
		for (int i = 1; i < text.length(); i++) {
			char c = text.charAt(i);
			depth += (c == '{') ? 1 : (c == '}') ? -1 : 0;
			if (c == '/' && depth == 0) {
				this.segments.add(segment(text.substring(start, i)));
				start = i + 1;
			}
		}
		this.segments.add(segment(text.substring(start)));
	}

	/**
	 * Reads a pattern.
	 * @throws IllegalArgumentException if it cannot be understood
	 */
	static NamePattern parse(String text) {
		return new NamePattern(text);
	}

	/**
	 * Returns the variables in the name of a family.
	 * @param name the name
	 * @return the variables, in order; none if that is the name of a single namespace
	 * @throws IllegalArgumentException if it cannot be understood
	 */
	public static Set<String> variablesIn(String name) {
		return isPattern(name) ? parse(name).variables : Set.of();
	}

	static boolean isPattern(String name) {
		return name.indexOf('{') >= 0;
	}

	private Segment segment(String part) {
		List<String> literals = new ArrayList<>();
		List<Variable> found = new ArrayList<>();
		int position = 0;
		while (true) {
			int open = part.indexOf('{', position);
			String literal = part.substring(position, (open < 0) ? part.length() : open);
			if (literal.indexOf('}') >= 0) {
				throw invalid("it closes a brace that it has not opened");
			}
			if (open >= 0 && literal.isEmpty() && !found.isEmpty()) {
				throw invalid("nothing separates {" + found.get(found.size() - 1).name() + "} from the next variable");
			}
			literals.add(literal);
			if (open < 0) {
				return new Segment(List.copyOf(literals), List.copyOf(found));
			}
			int close = close(part, open);
			found.add(variable(part.substring(open + 1, close)));
			position = close + 1;
		}
	}

	private int close(String part, int open) {
		int depth = 0;
		for (int i = open; i < part.length(); i++) {
			char c = part.charAt(i);
			depth += (c == '{') ? 1 : (c == '}') ? -1 : 0;
			if (depth == 0) {
				return i;
			}
		}
		throw invalid("a brace is not closed");
	}

	private Variable variable(String definition) {
		int colon = definition.indexOf(':');
		String name = (colon < 0) ? definition : definition.substring(0, colon);
		if (name.isEmpty() || !name.chars().allMatch(Character::isJavaIdentifierPart)) {
			throw invalid("\"" + name + "\" is no name for a variable");
		}
		if (!this.variables.add(name)) {
			throw invalid("it has two variables {" + name + "}");
		}
		try {
			return new Variable(name, (colon < 0) ? null : Pattern.compile(definition.substring(colon + 1)));
		}
		catch (PatternSyntaxException ex) {
			throw invalid(ex.getDescription() + " in the regular expression of {" + name + "}");
		}
	}

	private IllegalArgumentException invalid(String why) {
		return new IllegalArgumentException("The namespace pattern \"" + this.text + "\" cannot work: " + why
				+ ". Write /tenant-{id}, or /tenant-{id:[0-9]+} to restrict what {id} may be");
	}

	@Override
	public Set<String> variables() {
		return Set.copyOf(this.variables);
	}

	@Override
	public boolean isFixed() {
		return true;
	}

	@Override
	public @Nullable Map<String, String> match(String name) {
		if (!name.startsWith("/")) {
			return null;
		}
		String[] parts = name.substring(1).split("/", -1);
		if (parts.length != this.segments.size()) {
			return null;
		}
		Map<String, String> values = new HashMap<>();
		for (int i = 0; i < parts.length; i++) {
			if (!this.segments.get(i).match(parts[i], values)) {
				return null;
			}
		}
		return values;
	}

	/**
	 * Whether both match the same names, whatever they call their variables.
	 */
	boolean isSameAs(NamePattern other) {
		return shape().equals(other.shape());
	}

	private List<?> shape() {
		return this.segments.stream().map(Segment::shape).toList();
	}

	@Override
	public String toString() {
		return this.text;
	}

	/**
	 * What is between two slashes.
	 *
	 * @param literals the text before each variable, and behind the last
	 * @param variables the variables, one less than literals
	 */
	private record Segment(List<String> literals, List<Variable> variables) {

		boolean match(String part, Map<String, String> values) {
			int count = this.variables.size();
			if (count == 0) {
				return part.equals(this.literals.get(0));
			}
			String last = this.literals.get(count);
			int end = part.length() - last.length();
			int position = this.literals.get(0).length();
			if (!part.startsWith(this.literals.get(0)) || !part.endsWith(last) || end <= position) {
				return false;
			}
			for (int i = 0; i < count; i++) {
				// At least one character.
				int next = (i == count - 1) ? end : part.indexOf(this.literals.get(i + 1), position + 1);
				if (next <= position || next > end
						|| !this.variables.get(i).take(part.substring(position, next), values)) {
					return false;
				}
				position = next + ((i == count - 1) ? 0 : this.literals.get(i + 1).length());
			}
			return true;
		}

		List<?> shape() {
			return List.of(this.literals, this.variables.stream().map(Variable::shape).toList());
		}

	}

	/**
	 * A variable.
	 *
	 * @param name its name
	 * @param expression what its value must match; {@code null} for anything
	 */
	private record Variable(String name, @Nullable Pattern expression) {

		boolean take(String value, Map<String, String> values) {
			if (this.expression != null && !this.expression.matcher(value).matches()) {
				return false;
			}
			values.put(this.name, value);
			return true;
		}

		String shape() {
			return (this.expression != null) ? this.expression.pattern() : "";
		}

	}

}
