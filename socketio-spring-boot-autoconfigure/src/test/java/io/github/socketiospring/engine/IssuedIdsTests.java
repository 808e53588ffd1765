package io.github.socketiospring.engine;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import io.github.socketiospring.engine.revision.Revisions;
import io.github.socketiospring.handshake.HandshakeRequest;
import io.github.socketiospring.handshake.SessionIdGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Ids that the application makes, also bad ones.
 */
class IssuedIdsTests {

	private static final String GOOD = "server-1_0123456789abcdefABCDEF";

	private static final String OTHER = "server-2_0123456789abcdefABCDEF";

	private final VirtualTime time = new VirtualTime();

	private final Deque<@Nullable String> ids = new ArrayDeque<>();

	private int asked;

	private @Nullable HandshakeRequest request;

	private final EngineServer server = server((request) -> {
		this.asked++;
		this.request = request;
		return this.ids.removeFirst();
	}, 1);

	private EngineServer server(SessionIdGenerator generator, int maxSessionsPerAddress) {
		EngineOptions options = EngineFixture.options(true, 1_000, maxSessionsPerAddress);
		return new EngineServer(options, new Revisions(100), (each) -> Mono.empty(), generator,
				(session) -> Mockito.mock(SessionListener.class), this.time.timers(), EngineWatcher.NONE);
	}

	private TransportSession open(@Nullable InetSocketAddress address, FakeConnection connection, String... made) {
		this.ids.addAll(Arrays.asList(made));
		ProtocolRevision revision = ((RequestCheck.Handshake) this.server.check("GET",
				EngineFixture.query("EIO", "4", "transport", "polling"), null, false))
			.revision();
		return this.server.open(revision, EngineFixture.request(address), connection);
	}

	@Test
	void sessionsHaveTheIdsThatTheApplicationMakes() {
		TransportSession session = open(null, FakeConnection.polling(), GOOD);
		assertThat(session.id()).isEqualTo(GOOD);
		assertThat(this.server.find(GOOD)).isSameAs(session);
		assertThat(session.openingMessage().toString()).startsWith("0{\"sid\":\"" + GOOD + "\"");
		assertThat(this.request).isSameAs(session.request());
	}

	@ParameterizedTest
	@ValueSource(strings = { "1234567890123456", "aA-_aA-_aA-_aA-_",
			"12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
					+ "123456789012345678" })
	void shortAndLongIdsAreTaken(String id) {
		assertThat(open(null, FakeConnection.polling(), id).id()).isEqualTo(id);
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { "123456789012345", "0123456789abcdef.", "0123456789abcdef:", "0123456789abcdef\"",
			"0123456789/abcdef", "0123456789 abcdef", "0123456789%20abcdef", "0123456789\r\nabcdef",
			"0123456789äabcdef", "0123456789abcdef\u0000", "................", "0123456789abcdef+",
			"123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678"
					+ "901234567890123456789" })
	void idsThatCannotTravelAreAskedForAgain(@Nullable String bad) {
		SessionIdGenerator generator = (each) -> (this.asked++ < 2) ? bad : GOOD;
		EngineServer careful = server(generator, 0);
		ProtocolRevision revision = new Revisions(100).choose(EngineFixture.query("EIO", "4"));
		assertThat(careful.open(revision, EngineFixture.request(null), FakeConnection.polling()).id()).isEqualTo(GOOD);
		assertThat(this.asked).isEqualTo(3);
	}

	@Test
	void anOpenSessionKeepsItsId() {
		TransportSession first = open(null, FakeConnection.polling(), GOOD);
		TransportSession second = open(null, FakeConnection.polling(), GOOD, GOOD, OTHER);
		assertThat(second.id()).isEqualTo(OTHER);
		assertThat(this.server.find(GOOD)).isSameAs(first);
		assertThat(this.server.size()).isEqualTo(2);
	}

	@Test
	void aSessionThatMayStillBeAskedForKeepsItsId() {
		TransportSession first = open(null, FakeConnection.polling().expectRequest(), GOOD);
		first.opened();
		((DefaultEngineSession) first).close(CloseReason.TRANSPORT_CLOSE, null);
		assertThat(open(null, FakeConnection.polling(), GOOD, OTHER).id()).isEqualTo(OTHER);
		this.time.advanceMillis(5_000);
		assertThat(open(null, FakeConnection.polling(), GOOD).id()).isEqualTo(GOOD);
	}

	@Test
	void withoutAnIdTheClientIsRefusedAndNotCounted() {
		InetSocketAddress address = InetSocketAddress.createUnresolved("192.0.2.1", 1);
		List<String> bad = List.of("x", "", "y");
		assertThatExceptionOfType(ServerBusyException.class)
			.isThrownBy(() -> open(address, FakeConnection.polling(), bad.toArray(String[]::new)));
		assertThat(this.server.size()).isZero();
		assertThat(this.asked).isEqualTo(3);
		assertThat(open(address, FakeConnection.polling(), GOOD).id()).isEqualTo(GOOD);
	}

	@Test
	void aGeneratorThatFailsRefusesTheClient() {
		assertThatExceptionOfType(ServerBusyException.class).isThrownBy(() -> open(null, FakeConnection.polling()))
			.withMessage("No session can be opened");
		assertThat(this.server.size()).isZero();
	}

}
