package io.github.socketiospring.samples.typescript;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A note on the board.
 *
 * @param id its number
 * @param text what is on it
 * @param author who has written it, if that was said
 * @param column where it is
 * @param written when
 */
record Note(long id, String text, @Nullable String author, Column column, Instant written) {

	Note in(Column other) {
		return new Note(this.id, this.text, this.author, other, this.written);
	}

}
