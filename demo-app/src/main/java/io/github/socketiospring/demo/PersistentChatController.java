package io.github.socketiospring.demo;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;
import io.github.socketiospring.demo.MessageStore.StoredMessage;

/**
 * The chat that remembers. Its methods return plain values, so they run where they may
 * wait for the database.
 */
@SocketIONamespace("/persistent-chat")
class PersistentChatController {

	static final int PAGE = 20;

	private final MessageStore messages;

	private final Clock clock = Clock.systemUTC();

	PersistentChatController(MessageStore messages) {
		this.messages = messages;
	}

	@OnConnect
	void connected(Socket socket) {
		socket.emit("history", before(Long.MAX_VALUE));
	}

	@OnEvent("say")
	Outcome say(Namespace namespace, Say say) {
		String nickname = Input.nickname(say.nickname());
		String text = Input.message(say.text());
		// Not before it is stored: what everybody has seen is there after a restart.
		namespace.emit("said", this.messages.add(nickname, text, this.clock.instant().truncatedTo(ChronoUnit.MILLIS)));
		return Outcome.OK;
	}

	@OnEvent("older")
	History older(long id) {
		return before(id);
	}

	private History before(long id) {
		List<StoredMessage> found = this.messages.before(id, PAGE + 1);
		boolean more = found.size() > PAGE;
		return new History(true, more ? found.subList(1, found.size()) : found, more);
	}

	record Say(String nickname, String text) {
	}

	/**
	 * Some messages, the oldest first.
	 *
	 * @param ok always, where it answers an event
	 * @param messages the messages
	 * @param more whether there are older ones
	 */
	record History(boolean ok, List<StoredMessage> messages, boolean more) {
	}

}
