package io.github.socketiospring.adapter.cluster.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The keys of an object that mean something, by number. Immutable.
 */
final class Keys {

	/** A key that means nothing. */
	static final int UNKNOWN = -1;

	/** There are no more keys. */
	static final int END = -2;

	private final List<String> names;

	private final byte[][] utf8;

	Keys(String... names) {
		this.names = List.of(names);
		this.utf8 = this.names.stream().map((name) -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
	}

	/** Returns the number of a key, or {@link #UNKNOWN}. */
	int indexOf(String name) {
		return this.names.indexOf(name);
	}

	int size() {
		return this.utf8.length;
	}

	byte[][] utf8() {
		return this.utf8;
	}

}
