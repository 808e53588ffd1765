package io.github.socketiospring.samples.servlet;

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.SocketIOServer;

import org.springframework.stereotype.Service;

/**
 * The board, and everybody who looks at it.
 */
@Service
class Board {

	private static final int MAX_NOTICES = 50;

	private final SocketIOServer io;

	private final List<Notice> notices = new ArrayList<>();

	Board(SocketIOServer io) {
		this.io = io;
	}

	synchronized List<Notice> notices() {
		return List.copyOf(this.notices);
	}

	synchronized void pin(String author, String text) {
		if (this.notices.size() == MAX_NOTICES) {
			this.notices.remove(0);
		}
		Notice notice = new Notice(author, text);
		this.notices.add(notice);
		this.io.of("/board").emit("pinned", notice);
	}

	synchronized void clear() {
		this.notices.clear();
		this.io.of("/board").emit("cleared");
	}

	/**
	 * A notice.
	 *
	 * @param author who has pinned it
	 * @param text what it says
	 */
	record Notice(String author, String text) {
	}

}
