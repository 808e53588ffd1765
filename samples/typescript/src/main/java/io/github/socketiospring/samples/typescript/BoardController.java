package io.github.socketiospring.samples.typescript;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.Emits;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import org.jspecify.annotations.Nullable;

/**
 * A board that all see. Change a parameter, a record or a name here, and the page no
 * longer compiles.
 */
@SocketIONamespace("/board")
@Emits(BoardEvents.class)
class BoardController {

	private static final int MOST_NOTES = 200;

	private static final int LONGEST_TEXT = 500;

	private final AtomicLong ids = new AtomicLong();

	private final Map<Long, Note> notes = new ConcurrentSkipListMap<>();

	@OnConnect
	void joined(Namespace board) {
		board.emit("people", board.sockets().size());
	}

	@OnDisconnect
	void left(Namespace board) {
		board.emit("people", board.sockets().size());
	}

	@OnEvent("load")
	Collection<Note> load() {
		return List.copyOf(this.notes.values());
	}

	@OnEvent("add")
	@Nullable Note add(Socket socket, NewNote draft) {
		if (this.notes.size() >= MOST_NOTES || draft.text().isBlank() || draft.text().length() > LONGEST_TEXT) {
			return null;
		}
		Note note = new Note(this.ids.incrementAndGet(), draft.text(), draft.author(), Column.TODO, Instant.now());
		this.notes.put(note.id(), note);
		socket.broadcast().emit("added", note);
		return note;
	}

	@OnEvent("move")
	void move(Namespace board, long id, Column column) {
		if (this.notes.computeIfPresent(id, (key, note) -> note.in(column)) != null) {
			board.emit("moved to", id, column);
		}
	}

	/**
	 * A note that somebody wants to add.
	 *
	 * @param text what is on it
	 * @param author who has written it
	 */
	record NewNote(String text, @Nullable String author) {
	}

}
