package io.github.socketiospring.demo;

import io.github.socketiospring.Revision;
import io.github.socketiospring.demo.EveryClientController.Sender;
import io.github.socketiospring.test.ReceivedEvent;
import io.github.socketiospring.test.SocketIOTestClient;
import io.github.socketiospring.test.autoconfigure.SocketIOTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@SocketIOTest(EveryClientController.class)
class EveryClientControllerTests {

	@Autowired
	private SocketIOTestClient.Builder clients;

	@ParameterizedTest
	@EnumSource
	void allGenerationsHearEachOther(Revision revision) {
		SocketIOTestClient listener = this.clients.connect("/everyone");
		listener.answer("said", (said) -> null);
		listener.answer("bytes", (bytes) -> null);
		SocketIOTestClient speaker = this.clients.revision(revision).query("client", "1.2.3").connect("/everyone");
		Sender sender = new Sender(speaker.id(), "1.2.3", revision);
		assertThat(speaker.await("welcome").get(0, Sender.class)).isEqualTo(sender);
		assertThat(speaker.call("say", 1, "Hello").get(0, Outcome.class)).isEqualTo(Outcome.OK);
		ReceivedEvent said = listener.await("said");
		assertThat(said.get(0, Sender.class)).isEqualTo(sender);
		assertThat(said.get(1, String.class)).isEqualTo("Hello");
		assertThat(speaker.await("delivered").get(1, int.class)).isEqualTo(1);
		assertThat(speaker.call("bytes", 2, new byte[] { 1, 2 }).get(0, Outcome.class)).isEqualTo(Outcome.OK);
		assertThat(listener.await("bytes").get(1, byte[].class)).containsExactly(1, 2);
	}

}
