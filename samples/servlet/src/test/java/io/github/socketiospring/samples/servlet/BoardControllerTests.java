package io.github.socketiospring.samples.servlet;

import java.util.Map;

import io.github.socketiospring.test.SocketIOTestClient;
import io.github.socketiospring.test.autoconfigure.AutoConfigureSocketIOTestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.test.context.support.WithMockUser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.reactive.server.SecurityMockServerConfigurers.mockUser;

/**
 * Tests for {@link BoardController} in the whole application, without a port.
 */
@SpringBootTest
@AutoConfigureSocketIOTestClient
class BoardControllerTests {

	@Autowired
	private SocketIOTestClient.Builder clients;

	@Autowired
	private Board board;

	@BeforeEach
	void clear() {
		this.board.clear();
	}

	private SocketIOTestClient connect(String name, String... authorities) {
		return this.clients.principal(new TestingAuthenticationToken(name, "secret", authorities)).connect("/board");
	}

	@Test
	void everybodySeesWhatIsPinned() {
		SocketIOTestClient ada = connect("ada");
		SocketIOTestClient grace = connect("grace");
		assertThat(ada.call("pin", "Hello").get(0, String.class)).isEqualTo("pinned");
		assertThat(grace.await("pinned").get(0, Map.class)).isEqualTo(Map.of("author", "ada", "text", "Hello"));
		assertThat(connect("late").await("welcome").get(1, Board.Notice[].class))
			.containsExactly(new Board.Notice("ada", "Hello"));
	}

	@Test
	void usersMayBeMocked() {
		SocketIOTestClient ada = this.clients.mutateWith(mockUser("ada").roles("JANITOR")).connect("/board");
		assertThat(ada.await("welcome").get(0, String.class)).isEqualTo("ada");
		assertThat(ada.call("clear").get(0, String.class)).isEqualTo("The board is clear");
	}

	@Test
	@WithMockUser(username = "grace", roles = "JANITOR")
	void usersMayBeMockedForAllClientsOfATest() {
		SocketIOTestClient grace = this.clients.connect("/board");
		assertThat(grace.await("welcome").get(0, String.class)).isEqualTo("grace");
		assertThat(grace.call("clear").get(0, String.class)).isEqualTo("The board is clear");
		assertThat(connect("ada").await("welcome").get(0, String.class)).isEqualTo("ada");
	}

	@Test
	void onlyTheJanitorClearsTheBoard() {
		this.board.pin("ada", "Hello");
		assertThat(connect("ada", "ROLE_VISITOR").call("clear").get(0, String.class))
			.isEqualTo("Only the janitor may do that");
		assertThat(this.board.notices()).hasSize(1);
		assertThat(connect("grace", "ROLE_JANITOR").call("clear").get(0, String.class)).isEqualTo("The board is clear");
		assertThat(this.board.notices()).isEmpty();
	}

}
