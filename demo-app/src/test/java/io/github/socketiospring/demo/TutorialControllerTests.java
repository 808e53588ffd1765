package io.github.socketiospring.demo;

import java.util.List;

import io.github.socketiospring.demo.TutorialController.Joined;
import io.github.socketiospring.demo.TutorialController.Response;
import io.github.socketiospring.demo.TutorialController.RoomMessage;
import io.github.socketiospring.test.ReceivedEvent;
import io.github.socketiospring.test.SocketIOTestClient;
import io.github.socketiospring.test.autoconfigure.SocketIOTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@SocketIOTest(TutorialController.class)
class TutorialControllerTests {

	@Autowired
	private SocketIOTestClient.Builder clients;

	private SocketIOTestClient connect() {
		SocketIOTestClient client = this.clients.connect("/tutorial");
		assertThat(client.await("response").get(0, Response.class)).isEqualTo(new Response("you", "Connected", 0));
		return client;
	}

	@Test
	void echoesToTheSenderOnly() {
		SocketIOTestClient client = connect();
		SocketIOTestClient other = connect();
		client.call("echo", "Hello");
		assertThat(client.await("response").get(0, Response.class)).isEqualTo(new Response("you", "Hello", 1));
		assertThat(other.takeReceived()).isEmpty();
	}

	@Test
	void broadcastsToEverybody() {
		SocketIOTestClient client = connect();
		SocketIOTestClient other = connect();
		client.emit("broadcast", "Hello");
		Response expected = new Response("everyone", "Hello", 1);
		assertThat(client.await("response").get(0, Response.class)).isEqualTo(expected);
		assertThat(other.await("response").get(0, Response.class)).isEqualTo(expected);
	}

	@Test
	void joinsWritesToAndClosesARoom() {
		SocketIOTestClient client = connect();
		SocketIOTestClient other = connect();
		assertThat(client.call("join", "red").get(0, Joined.class)).isEqualTo(new Joined(true, List.of("red")));
		other.emit("room_message", new RoomMessage("red", "Hello"));
		assertThat(client.await("response").get(0, Response.class)).isEqualTo(new Response("room red", "Hello", 1));
		assertThat(client.call("close_room", "red").get(0, Joined.class)).isEqualTo(new Joined(true, List.of()));
		assertThat(client.await("room_closed").get(0, String.class)).isEqualTo("red");
		other.emit("room_message", new RoomMessage("red", "Hello?"));
		assertThat(other.takeReceived()).isEmpty();
		assertThat(client.takeReceived()).isEmpty();
	}

	@Test
	void refusesAnEmptyMessage() {
		SocketIOTestClient client = connect();
		assertThat(client.call("echo", " ").get(0, Outcome.class))
			.isEqualTo(Outcome.refused("The message must not be empty."));
	}

	@Test
	void disconnectsWhoAsksForIt() {
		SocketIOTestClient client = connect();
		client.emit("disconnect_request");
		assertThat(client.awaitDisconnect()).isEqualTo("io server disconnect");
		assertThat(client.takeReceived()).extracting(ReceivedEvent::event).containsExactly("response");
	}

}
