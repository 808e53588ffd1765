package io.github.socketiospring.readme;

import io.github.socketiospring.readme.ChatController.Message;
import io.github.socketiospring.test.SocketIOTestClient;
import io.github.socketiospring.test.autoconfigure.SocketIOTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@SocketIOTest(ChatController.class)
class ChatControllerTests {

	@Autowired
	SocketIOTestClient.Builder clients;

	@Test
	void theOthersHearWhatIsSaid() {
		SocketIOTestClient ada = clients.connect("/chat");
		SocketIOTestClient bob = clients.connect("/chat");
		Message hello = new Message("Ada", "Hello");
		assertThat(ada.call("say", hello).get(0, String.class)).isEqualTo("delivered");
		assertThat(bob.await("said").get(0, Message.class)).isEqualTo(hello);
	}

}
