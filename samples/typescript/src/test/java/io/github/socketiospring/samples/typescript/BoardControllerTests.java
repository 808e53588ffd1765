package io.github.socketiospring.samples.typescript;

import java.util.Map;

import io.github.socketiospring.samples.typescript.BoardController.NewNote;
import io.github.socketiospring.test.SocketIOTestClient;
import io.github.socketiospring.test.autoconfigure.SocketIOTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BoardController}.
 */
@SocketIOTest(BoardController.class)
class BoardControllerTests {

	@Autowired
	SocketIOTestClient.Builder clients;

	@Test
	void everybodySeesWhatIsAddedAndMoved() {
		SocketIOTestClient ada = this.clients.connect("/board");
		SocketIOTestClient bob = this.clients.connect("/board");
		Note added = ada.call("add", new NewNote("Write tests", null)).get(0, Note.class);
		assertThat(bob.await("added").get(0, Note.class)).isEqualTo(added);
		bob.call("move", added.id(), Column.DONE);
		assertThat(ada.await("moved to").get(1, Column.class)).isEqualTo(Column.DONE);
		assertThat(bob.call("load").get(0, Note[].class)).contains(added.in(Column.DONE));
	}

	@Test
	void nothingIsNotAdded() {
		SocketIOTestClient ada = this.clients.connect("/board");
		assertThat(ada.call("add", Map.of("text", " ")).get(0, Note.class)).isNull();
	}

}
