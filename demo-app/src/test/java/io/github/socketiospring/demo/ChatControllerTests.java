package io.github.socketiospring.demo;

import java.util.List;

import io.github.socketiospring.demo.ChatController.Change;
import io.github.socketiospring.demo.ChatController.Delivered;
import io.github.socketiospring.demo.ChatController.Entered;
import io.github.socketiospring.demo.ChatController.Entry;
import io.github.socketiospring.demo.ChatController.Message;
import io.github.socketiospring.demo.ChatController.Presence;
import io.github.socketiospring.demo.ChatController.Say;
import io.github.socketiospring.demo.ChatController.Typing;
import io.github.socketiospring.demo.ChatRooms.Room;
import io.github.socketiospring.test.ReceivedEvent;
import io.github.socketiospring.test.SocketIOTestClient;
import io.github.socketiospring.test.autoconfigure.SocketIOTest;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

@SocketIOTest(ChatController.class)
@Import(ChatRooms.class)
class ChatControllerTests {

	private static final TypeReference<List<Room>> ROOMS = new TypeReference<>() {
	};

	@Autowired
	private SocketIOTestClient.Builder clients;

	private SocketIOTestClient enter(String nickname, String room) {
		SocketIOTestClient client = this.clients.connect("/chat");
		assertThat(client.call("enter", new Entry(nickname, room)).get(0, Entered.class).ok()).isTrue();
		client.takeReceived();
		return client;
	}

	@Test
	void listsTheOpenRooms() {
		enter("Ada", "lobby");
		SocketIOTestClient bob = this.clients.connect("/chat");
		assertThat(bob.await("rooms").get(0, ROOMS)).containsExactly(new Room("lobby", 1));
	}

	@Test
	void announcesWhoComesAndGoes() {
		SocketIOTestClient ada = enter("Ada", "lobby");
		SocketIOTestClient bob = enter("Bob", "lobby");
		Presence joined = ada.await("presence").get(0, Presence.class);
		assertThat(joined.change()).isEqualTo(Change.JOINED);
		assertThat(joined.members()).extracting(ChatRooms.Member::nickname).containsExactly("Ada", "Bob");
		bob.close();
		Presence left = ada.await("presence").get(0, Presence.class);
		assertThat(left.change()).isEqualTo(Change.LEFT);
		assertThat(left.member().nickname()).isEqualTo("Bob");
	}

	@Test
	void deliversMessagesToTheRoomAndCountsWhoHasReadThem() {
		SocketIOTestClient ada = enter("Ada", "lobby");
		SocketIOTestClient bob = enter("Bob", "lobby");
		SocketIOTestClient elsewhere = enter("Cleo", "kitchen");
		bob.answer("message", (message) -> null);
		assertThat(ada.call("say", new Say(7, " Hello ")).get(0, Outcome.class)).isEqualTo(Outcome.OK);
		Message message = bob.await("message").get(0, Message.class);
		assertThat(message.from().nickname()).isEqualTo("Ada");
		assertThat(message.text()).isEqualTo("Hello");
		assertThat(ada.await("delivered").get(0, Delivered.class)).isEqualTo(new Delivered(7, 1));
		assertThat(elsewhere.takeReceived()).extracting(ReceivedEvent::event).doesNotContain("message");
	}

	@Test
	void showsWhoIsTyping() {
		SocketIOTestClient ada = enter("Ada", "lobby");
		SocketIOTestClient bob = enter("Bob", "lobby");
		ada.emit("typing", true);
		Typing typing = bob.await("typing").get(0, Typing.class);
		assertThat(typing.member().nickname()).isEqualTo("Ada");
		assertThat(typing.typing()).isTrue();
	}

	@Test
	void asksForARoomFirst() {
		SocketIOTestClient client = this.clients.connect("/chat");
		assertThat(client.call("say", new Say(1, "Hello")).get(0, Outcome.class))
			.isEqualTo(Outcome.refused("Enter a room first."));
	}

}
