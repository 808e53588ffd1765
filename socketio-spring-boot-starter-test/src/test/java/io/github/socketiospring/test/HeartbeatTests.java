package io.github.socketiospring.test;

import io.github.socketiospring.Revision;
import io.github.socketiospring.test.autoconfigure.SocketIOTest;
import io.github.socketiospring.test.example.EveryOperation;
import io.github.socketiospring.test.example.Journal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients live as long as their hearts beat.
 */
@SocketIOTest(value = EveryOperation.class,
		properties = { "socketio.ping-interval=20ms", "socketio.ping-timeout=2s",
				"socketio.legacy.heartbeat-interval=20ms", "socketio.legacy.heartbeat-timeout=2s" })
@Import(Journal.class)
class HeartbeatTests {

	@Autowired
	private SocketIOTestClient.Builder clients;

	@Autowired
	private Journal journal;

	@BeforeEach
	void clear() {
		this.journal.entries.clear();
	}

	@ParameterizedTest
	@EnumSource
	void onlyTheSilentAreGivenUp(Revision revision) throws Exception {
		SocketIOTestClient alive = this.clients.revision(revision).connect("/all");
		SocketIOTestClient silent = this.clients.revision(revision).connect("/all");
		silent.heartbeats(false);
		assertThat(silent.awaitDisconnect()).isEqualTo("transport close");
		assertThat(this.journal.entries.take()).endsWith("ping timeout");
		assertThat(alive.call("echo", 1).get(0, int.class)).isEqualTo(1);
	}

}
