package io.github.socketiospring.samples.typescript;

import io.github.socketiospring.annotation.EventName;

/**
 * What the board tells everybody who looks at it.
 */
interface BoardEvents {

	void added(Note note);

	@EventName("moved to")
	void movedTo(long id, Column column);

	void people(int count);

}
