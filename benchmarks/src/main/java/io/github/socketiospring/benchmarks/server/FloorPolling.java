package io.github.socketiospring.benchmarks.server;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of clients that poll. On one thread only.
 */
final class FloorPolling {

	private static final String SID = "&sid=";

	private final Map<String, Session> sessions = new HashMap<>();

	/**
	 * Takes a poll: it is answered now or later.
	 * @param uri the request's target
	 * @param poll takes the message; what it gets is its own
	 */
	void poll(String uri, Consumer<ByteBuf> poll) {
		int sid = uri.indexOf(SID);
		if (sid < 0) {
			String created = FloorAnswers.SID + this.sessions.size();
			this.sessions.put(created, new Session());
			poll.accept(FloorAnswers.open(created));
		}
		else {
			session(uri, sid).poll(poll);
		}
	}

	/**
	 * Takes a message.
	 * @param uri the request's target
	 * @param message the message; the caller keeps it
	 */
	void post(String uri, ByteBuf message) {
		FloorAnswers.answer(message, session(uri, uri.indexOf(SID)));
	}

	private Session session(String uri, int sid) {
		Session session = this.sessions.get(uri.substring(sid + SID.length()));
		if (session == null) {
			throw new IllegalArgumentException(uri);
		}
		return session;
	}

	private static final class Session implements FloorAnswers.Recipients {

		private @Nullable ByteBuf waiting;

		private @Nullable Consumer<ByteBuf> pending;

		void poll(Consumer<ByteBuf> poll) {
			if (this.waiting == null) {
				this.pending = poll;
				return;
			}
			ByteBuf message = this.waiting;
			this.waiting = null;
			poll.accept(message);
		}

		@Override
		public void reply(ByteBuf message) {
			if (this.pending == null) {
				this.waiting = message.retain();
				return;
			}
			Consumer<ByteBuf> poll = this.pending;
			this.pending = null;
			poll.accept(message.retain());
		}

		@Override
		public void broadcast(ByteBuf message) {
			throw new UnsupportedOperationException();
		}

	}

}
