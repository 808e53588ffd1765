package io.github.socketiospring.engine;

import java.util.List;

import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A transport the engine has never heard of: it needs a row of the table, and nothing
 * else.
 */
class ThirdTransportTests {

	/** Opened by CONNECT, as some are; may move on to a WebSocket. */
	private static final Transport TOY = new Transport("toy", List.of("websocket"), (method, upgrade,
			opening) -> (opening && !"CONNECT".equals(method)) ? RequestError.BAD_HANDSHAKE_METHOD : null);

	/** May move on to the toy, too. */
	private static final Transport POLLING = new Transport("polling", List.of("websocket", "toy"),
			Transports.POLLING.rule());

	private final EngineFixture engine = new EngineFixture(
			EngineFixture.options(Transports.of(POLLING, Transports.WEBSOCKET, TOY), true, 1_000, 0));

	private final EngineServer server = this.engine.server();

	private RequestCheck check(String method, String transport, String sid, boolean upgrade) {
		return this.server.check(method, EngineFixture.query("EIO", "4", "transport", transport, "sid", sid), null,
				upgrade);
	}

	@Test
	void opensASession() {
		RequestCheck check = check("CONNECT", "toy", "", false);
		assertThat(check).isInstanceOfSatisfying(RequestCheck.Handshake.class, (handshake) -> {
			FakeConnection connection = FakeConnection.of("toy");
			this.server.openFramed(handshake.revision(), EngineFixture.request(null), connection);
			assertThat(connection.written().get(0)).contains("\"upgrades\":[\"websocket\"]");
			connection.text("4hello");
		});
		assertThat(check.transport()).isSameAs(TOY);
		assertThat(this.engine.received()).containsExactly("opened", "text hello");
	}

	@Test
	void checksItsOwnRequests() {
		assertRefused("GET", "toy", "", false, RequestError.BAD_HANDSHAKE_METHOD);
		assertRefused("CONNECT", "polling", "", false, RequestError.BAD_HANDSHAKE_METHOD);
	}

	@Test
	void isNamedAmongTheUpgrades() {
		FakeConnection polling = FakeConnection.polling();
		DefaultEngineSession session = this.engine.open(polling);
		assertThat(session.openingMessage().toString()).contains("\"upgrades\":[\"websocket\",\"toy\"]");
	}

	@ParameterizedTest
	@CsvSource({ "polling, toy", "toy, websocket", "polling, websocket" })
	void sessionsMoveAlongTheTable(String from, String to) {
		FakeConnection before = from.equals("polling") ? FakeConnection.polling() : FakeConnection.of(from);
		DefaultEngineSession session = this.engine.open(before);
		assertThat(check("GET", to, session.id(), to.equals("websocket")).transport().name()).isEqualTo(to);
		FakeConnection after = FakeConnection.of(to);
		assertThat(session.startUpgrade(after)).isTrue();
		after.text("2probe");
		after.text("5");
		session.send(EngineFixture.message("moved"));
		assertThat(after.written()).containsExactly("3probe", "4moved");
		assertThat(session.connection().transport()).isEqualTo(to);
	}

	@ParameterizedTest
	@CsvSource({ "toy, polling", "websocket, toy", "websocket, polling" })
	void sessionsMoveNowhereElse(String from, String to) {
		DefaultEngineSession session = this.engine.open(FakeConnection.of(from));
		assertRefused("GET", to, session.id(), false, RequestError.BAD_REQUEST);
		assertThat(session.startUpgrade(FakeConnection.of(to))).isFalse();
	}

	@Test
	void rowsOfOneTableHaveNamesOfTheirOwn() {
		assertThatIllegalArgumentException().isThrownBy(() -> Transports.of(TOY, TOY)).withMessageContaining("toy");
		assertThatIllegalArgumentException().isThrownBy(() -> new Transport("a\"b", List.of(), RequestRule.PLAIN));
	}

	private void assertRefused(String method, String transport, String sid, boolean upgrade, RequestError error) {
		assertThatExceptionOfType(RequestRefusedException.class)
			.isThrownBy(() -> check(method, transport, sid, upgrade))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(error));
	}

}
