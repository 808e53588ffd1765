package io.github.socketiospring.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.InvalidPayloadException;
import io.github.socketiospring.InvalidPayloadException.Violation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Collects what is wrong with the arguments of one call: not more than anybody reads,
 * since an array may have as many mistakes as a client likes.
 */
final class Violations {

	private static final int MAX = 20;

	private static final int MAX_KEY_LENGTH = 50;

	private static final int MAX_PATH_LENGTH = 200;

	private static final int MAX_MESSAGE_LENGTH = 300;

	private final Set<Entry> entries = new LinkedHashSet<>();

	boolean isEmpty() {
		return this.entries.isEmpty();
	}

	boolean isFull() {
		return this.entries.size() >= MAX;
	}

	/**
	 * Adds a violation, unless there are enough.
	 * @param position of the parameter
	 */
	void add(int position, String parameter, String path, @Nullable String message, String code,
			@Nullable Object value) {
		if (!isFull()) {
			String text = StringUtils.hasText(message) ? message : "is not valid";
			this.entries.add(new Entry(position, new Violation(parameter, shorten(path, MAX_PATH_LENGTH),
					shorten(text, MAX_MESSAGE_LENGTH), code, value)));
		}
	}

	/** What is an index in a list, or a key in a map. */
	static String element(@Nullable Object key) {
		return "[" + ((key != null) ? shorten(String.valueOf(key), MAX_KEY_LENGTH) : "") + "]";
	}

	private static String shorten(String text, int length) {
		return (text.length() <= length) ? text : text.substring(0, length) + "…";
	}

	/**
	 * Ends the call if anything is wrong.
	 */
	void throwIfAny() {
		if (!isEmpty()) {
			throw exception();
		}
	}

	InvalidPayloadException exception() {
		List<Entry> sorted = new ArrayList<>(this.entries);
		sorted.sort(Comparator.comparingInt(Entry::position)
			.thenComparing((entry) -> entry.violation().path())
			.thenComparing((entry) -> entry.violation().message()));
		return new InvalidPayloadException(sorted.stream().map(Entry::violation).toList());
	}

	private record Entry(int position, Violation violation) {

	}

}
