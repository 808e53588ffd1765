package io.github.socketiospring.samples.cluster;

import java.util.List;

import io.github.socketiospring.samples.cluster.ChatController.Said;
import io.github.socketiospring.samples.cluster.ChatController.Say;
import io.github.socketiospring.samples.cluster.ChatController.Welcome;
import io.github.socketiospring.test.SocketIOTestClient;
import io.github.socketiospring.test.autoconfigure.SocketIOTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * One of the servers, without Redis.
 */
@SocketIOTest(namespaces = ChatController.class,
		properties = { "sample.server=birch", "socketio.adapter.type=memory", "socketio.adapter.sticky-sessions=true" })
class ChatControllerTests {

	@Autowired
	SocketIOTestClient.Builder clients;

	@MockitoBean
	Shutdown shutdown;

	@Test
	void saysWhichServerItIs() {
		assertThat(this.clients.connect("/").await("welcome").get(0, Welcome.class)).isEqualTo(new Welcome("birch"));
	}

	@Test
	void allHearWhatOneSays() {
		SocketIOTestClient ann = this.clients.connect("/");
		SocketIOTestClient bob = this.clients.connect("/");
		ann.emit("say", new Say("Ann", "Hello"));
		for (SocketIOTestClient client : List.of(ann, bob)) {
			assertThat(client.await("said").get(0, Said.class)).isEqualTo(new Said("Ann", "Hello", "birch"));
		}
	}

	@Test
	void nothingIsSaidWithoutNameOrText() {
		SocketIOTestClient ann = this.clients.connect("/");
		for (Say invalid : List.of(new Say("", "Hello"), new Say("Ann", " "), new Say("A".repeat(25), "Hello"),
				new Say("Ann", "o".repeat(501)))) {
			ann.emit("say", invalid);
		}
		ann.emit("say", new Say("Ann", "Hello"));
		assertThat(ann.await("said").get(0, Said.class).text()).isEqualTo("Hello");
	}

	@Test
	void whoComesBackGetsWhatWasMissed() {
		SocketIOTestClient ann = this.clients.connect("/");
		ann.await("welcome");
		ann.drop();
		this.clients.connect("/").call("say", new Say("Bob", "Where are you?"));
		SocketIOTestClient back = ann.reconnect();
		assertThat(back.recovered()).isTrue();
		assertThat(back.id()).isEqualTo(ann.id());
		assertThat(back.await("said").get(0, Said.class).text()).isEqualTo("Where are you?");
	}

	@Test
	void endsTheServerOnDemand() {
		SocketIOTestClient ann = this.clients.connect("/");
		verify(this.shutdown, never()).begin();
		ann.call("stop");
		verify(this.shutdown).begin();
	}

}
