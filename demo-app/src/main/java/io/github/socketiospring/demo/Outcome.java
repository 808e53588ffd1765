package io.github.socketiospring.demo;

import org.jspecify.annotations.Nullable;

/**
 * Answers an event in its ack.
 *
 * @param ok whether the server did what it was asked for
 * @param error why not, if it did not
 */
record Outcome(boolean ok, @Nullable String error) {

	static final Outcome OK = new Outcome(true, null);

	static Outcome refused(@Nullable String error) {
		return new Outcome(false, error);
	}

}
