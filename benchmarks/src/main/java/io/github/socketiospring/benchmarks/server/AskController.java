package io.github.socketiospring.benchmarks.server;

import java.time.Duration;

import io.github.socketiospring.Ack;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketIONamespace;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;

/**
 * Asks all clients of all servers, and says how many have answered.
 */
@SocketIONamespace
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
class AskController {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final SocketIOServer io;

	AskController(SocketIOServer io) {
		this.io = io;
	}

	/**
	 * Returns at once, as Node's does: the next question of the same client would have to
	 * wait for a publisher.
	 */
	@OnEvent("ask")
	void ask(Text text, Ack ack) {
		this.io.timeout(PATIENCE)
			.emitWithAck("question", text)
			.subscribe((answers) -> ack.send(answers.size()), (ex) -> ack.send(ex.toString()));
	}

}
