package io.github.socketiospring.e2e.server;

import java.util.stream.IntStream;

import io.github.socketiospring.Arguments;

/**
 * Gives arguments back as they came.
 */
final class Echo {

	private Echo() {
	}

	static Object[] of(Arguments arguments) {
		return IntStream.range(0, arguments.size()).mapToObj(arguments::get).toArray();
	}

}
