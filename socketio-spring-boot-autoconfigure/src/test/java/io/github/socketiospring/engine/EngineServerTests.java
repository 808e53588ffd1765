package io.github.socketiospring.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.handshake.RequestError;
import io.github.socketiospring.handshake.RequestFilter;
import io.github.socketiospring.handshake.RequestRefusedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EngineServer}.
 */
class EngineServerTests {

	private static final String BAD_ORIGIN = "http://a\u0001b";

	private final EngineFixture engine = new EngineFixture();

	private final EngineServer server = this.engine.server();

	/**
	 * The last column is the reference's code. Where a request is wrong in several ways,
	 * the first check in its order decides.
	 */
	@ParameterizedTest
	@CsvSource(textBlock = """
			# method, query, illegal origin, upgrade, code
			GET, '', false, false, 0
			GET, 'EIO=4', false, false, 0
			GET, 'EIO=4&transport=', false, false, 0
			GET, 'EIO=4&transport=abc', false, false, 0
			GET, 'EIO=4&transport=Polling', false, false, 0
			GET, 'EIO=4&transport=webtransport', false, false, 0
			GET, 'EIO=4&transport=constructor', false, false, 0
			POST, 'EIO=3&transport=abc&sid=unknown', true, false, 0
			GET, 'EIO=4&transport=polling', true, false, 3
			POST, 'EIO=4&transport=polling&sid=unknown', true, false, 3
			GET, 'EIO=4&transport=websocket', true, true, 3
			GET, 'EIO=4&transport=polling&sid=unknown', false, false, 1
			POST, 'EIO=3&transport=polling&sid=unknown', false, false, 1
			GET, 'EIO=4&transport=websocket&sid=unknown', false, true, 1
			GET, 'EIO=4&transport=polling&sid=__proto__', false, false, 1
			GET, 'EIO=4&transport=polling&sid=POLLING%20', false, false, 1
			GET, 'EIO=4&transport=websocket&sid=POLLING', false, false, 3
			GET, 'EIO=4&transport=polling&sid=WEBSOCKET', false, false, 3
			POST, 'EIO=4&transport=polling&sid=WEBSOCKET', false, false, 3
			GET, 'EIO=4&transport=websocket&sid=WEBSOCKET', false, false, 3
			POST, 'EIO=4&transport=websocket&sid=WEBSOCKET', false, false, 3
			GET, 'EIO=4&transport=polling&sid=POLLING', false, true, 3
			GET, 'EIO=3&transport=polling&sid=POLLING', false, false, 3
			GET, 'transport=polling&sid=POLLING', false, false, 3
			GET, 'EIO=3&transport=websocket&sid=POLLING', false, true, 3
			POST, 'EIO=4&transport=polling', false, false, 2
			PUT, 'EIO=4&transport=polling', false, false, 2
			OPTIONS, 'EIO=4&transport=polling', false, false, 2
			HEAD, 'EIO=4&transport=polling', false, false, 2
			POST, 'EIO=4&transport=websocket', false, false, 2
			POST, 'EIO=3&transport=polling', false, false, 2
			POST, 'EIO=4&transport=polling&sid=', false, false, 2
			GET, 'EIO=4&transport=websocket', false, false, 3
			GET, 'EIO=3&transport=websocket', false, false, 3
			GET, 'EIO=4&transport=polling', false, true, 3
			GET, 'EIO=3&transport=polling', false, false, 5
			GET, 'transport=polling', false, false, 5
			GET, 'EIO=&transport=polling', false, false, 5
			GET, 'EIO=5&transport=polling', false, false, 5
			GET, 'EIO=abc&transport=polling', false, false, 5
			GET, 'EIO=3&transport=websocket', false, true, 5
			""")
	void refusesInTheOrderOfTheReference(String method, String query, boolean illegalOrigin, boolean upgrade,
			int code) {
		MultiValueMap<String, String> parameters = parse(query);
		String origin = illegalOrigin ? BAD_ORIGIN : "http://example.org";
		assertThatExceptionOfType(RequestRefusedException.class)
			.isThrownBy(() -> this.server.check(method, parameters, origin, upgrade))
			.satisfies((ex) -> {
				assertThat(ex.error().code()).isEqualTo(code);
				assertThat(ex).hasMessage(ex.error().message());
				assertThat(ex.getStackTrace()).isEmpty();
			});
	}

	@ParameterizedTest
	@CsvSource({ "0, Transport unknown", "1, Session ID unknown", "2, Bad handshake method", "3, Bad request",
			"4, Forbidden", "5, Unsupported protocol version" })
	void errorsAreThoseClientsKnow(int code, String message) {
		RequestError error = RequestError.values()[code];
		assertThat(error.code()).isEqualTo(code);
		assertThat(error.message()).isEqualTo(message);
	}

	@ParameterizedTest
	@CsvSource({ "polling, false", "websocket, true" })
	void handshakeIsAGetOfAnOfferedTransport(String transport, boolean upgrade) {
		RequestCheck check = this.server.check("GET", parse("EIO=4&transport=" + transport + "&sid=&t=abc"), null,
				upgrade);
		assertThat(check).isInstanceOfSatisfying(RequestCheck.Handshake.class,
				(handshake) -> assertThat(handshake.transport().name()).isEqualTo(transport));
	}

	@ParameterizedTest
	@CsvSource({ "GET, POLLING, polling, false", "POST, POLLING, polling, false", "PUT, POLLING, polling, false",
			"GET, POLLING, websocket, true", "GET, WEBSOCKET, websocket, true" })
	void requestOfASessionIsFound(String method, String sid, String transport, boolean upgrade) {
		DefaultEngineSession polling = this.engine.open(FakeConnection.polling());
		DefaultEngineSession webSocket = this.engine.open(FakeConnection.webSocket());
		DefaultEngineSession expected = sid.equals("POLLING") ? polling : webSocket;
		assertThat(this.server.check(method,
				EngineFixture.query("EIO", "4", "transport", transport, "sid", expected.id()), null, upgrade))
			.isEqualTo(new RequestCheck.Existing(expected, Transports.ENGINE_IO.find(transport)));
	}

	@Test
	void requestOfASessionThatHasBeenSilentForTooLongComesTooLateHoweverLateTheTimersAre() {
		DefaultEngineSession session = this.engine.open(FakeConnection.polling());
		this.engine.time().advance(Duration.ofSeconds(25));
		this.engine.time().passUnnoticed(Duration.ofSeconds(20));
		assertRefused(RequestError.UNKNOWN_SID, "transport", "polling", "sid", session.id());
		assertThat(this.engine.received()).containsExactly("closed PING_TIMEOUT");
	}

	@Test
	void aPauseOfTheWholeProcessIsNotTheClientsFault() {
		DefaultEngineSession session = this.engine.open(FakeConnection.polling());
		this.engine.time().passUnnoticed(Duration.ofMinutes(10));
		assertThat(this.server.check("GET",
				EngineFixture.query("EIO", "4", "transport", "polling", "sid", session.id()), null, false))
			.isEqualTo(new RequestCheck.Existing(session, Transports.POLLING));
		assertThat(session.heartbeat().isAwaiting()).isTrue();
	}

	@Test
	void requestOfASessionWhoseHeartbeatIsDueIsServed() {
		DefaultEngineSession session = this.engine.open(FakeConnection.polling());
		this.engine.time().passUnnoticed(Duration.ofSeconds(44));
		assertThat(this.server.check("GET",
				EngineFixture.query("EIO", "4", "transport", "polling", "sid", session.id()), null, false))
			.isEqualTo(new RequestCheck.Existing(session, Transports.POLLING));
		assertThat(session.heartbeat().isAwaiting()).isTrue();
	}

	@Test
	void requestOfASessionThatMovedMustUseItsNewTransport() {
		DefaultEngineSession session = this.engine.open(FakeConnection.polling());
		FakeConnection webSocket = FakeConnection.webSocket();
		session.startUpgrade(webSocket);
		webSocket.text("2probe");
		webSocket.text("5");
		assertRefused(RequestError.BAD_REQUEST, "transport", "polling", "sid", session.id());
	}

	@Test
	void requestOfAClosedSessionIsOneOfAnUnknownSession() {
		DefaultEngineSession session = this.engine.open(FakeConnection.polling());
		session.close(CloseReason.TRANSPORT_CLOSE, null);
		assertRefused(RequestError.UNKNOWN_SID, "transport", "polling", "sid", session.id());
	}

	@Test
	void requestThatAClosedSessionExpectsFindsItForAWhile() {
		FakeConnection connection = FakeConnection.polling().expectRequest();
		DefaultEngineSession session = this.engine.open(connection);
		session.close(CloseReason.TRANSPORT_CLOSE, null);
		assertThat(this.server.check("GET",
				EngineFixture.query("transport", "polling", "EIO", "4", "sid", session.id()), null, false))
			.isInstanceOf(RequestCheck.Existing.class);
		assertThat(this.server.size()).isZero();
		assertThat(connection.isForgotten()).isFalse();
		this.engine.time().advance(EngineServer.LAST_REQUEST_TIMEOUT);
		assertRefused(RequestError.UNKNOWN_SID, "transport", "polling", "sid", session.id());
		assertThat(connection.isForgotten()).isTrue();
	}

	@Test
	void requestThatASessionExpectsAlwaysFindsItWhileItEnds() throws Exception {
		EngineSessionTests.race(500, (round) -> {
			DefaultEngineSession session = this.engine.open(FakeConnection.polling().expectRequest());
			MultiValueMap<String, String> query = EngineFixture.query("transport", "polling", "EIO", "4", "sid",
					session.id());
			return List.of(() -> session.close(CloseReason.TRANSPORT_CLOSE, null),
					() -> assertThat(this.server.check("GET", query, null, false)).isNotNull(),
					() -> assertThat(this.server.check("GET", query, null, false)).isNotNull());
		});
	}

	@Test
	void requestOfAClosingSessionIsStillServed() {
		DefaultEngineSession session = this.engine.open(FakeConnection.polling());
		session.closeWhenWritten();
		assertThat(this.server.check("GET",
				EngineFixture.query("EIO", "4", "transport", "polling", "sid", session.id()), null, false))
			.isEqualTo(new RequestCheck.Existing(session, Transports.POLLING));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://a\nb", "\r", "\u0000", "a\u007f", "\u0100", "\ud83d\ude00", "\u001f" })
	void originWithACharacterThatIsIllegalInAHeaderIsRefused(String origin) {
		assertThatExceptionOfType(RequestRefusedException.class)
			.isThrownBy(() -> this.server.check("GET", parse("EIO=4&transport=polling"), origin, false))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(RequestError.BAD_REQUEST));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "http://example.org:80", "a\tb", "\u00ff\u0080", " ~" })
	void anyOtherOriginIsNoMatterOfTheEngine(String origin) {
		assertThat(this.server.check("GET", parse("EIO=4&transport=polling"), origin, false)).isNotNull();
	}

	@Test
	void transportThatIsNotOfferedIsUnknown() {
		EngineServer webSocketOnly = new EngineFixture(
				EngineFixture.options(Transports.of(Transports.WEBSOCKET), true, 1_000, 0))
			.server();
		assertThatExceptionOfType(RequestRefusedException.class)
			.isThrownBy(() -> webSocketOnly.check("GET", parse("EIO=4&transport=polling"), null, false))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(RequestError.UNKNOWN_TRANSPORT));
		assertThat(webSocketOnly.check("GET", parse("EIO=4&transport=websocket"), null, true)).isNotNull();
	}

	@Test
	void atLeastOneTransportMustBeOffered() {
		assertThatIllegalArgumentException().isThrownBy(() -> EngineFixture.options(Transports.of(), true, 1_000, 0));
	}

	@Test
	void tableDoesNotChangeWithTheListItWasMadeOf() {
		List<Transport> rows = new ArrayList<>(List.of(Transports.POLLING));
		Transports table = Transports.of(rows);
		rows.add(Transports.WEBSOCKET);
		assertThat(table.names()).containsExactly("polling");
	}

	// The opening message

	@ParameterizedTest
	@CsvSource({ "true, '\"websocket\"'", "false, ''" })
	void openingMessageOfPollingNamesTheUpgrades(boolean allowUpgrades, String upgrades) {
		EngineFixture fixture = new EngineFixture(EngineFixture.options(allowUpgrades, 1_000, 0));
		DefaultEngineSession session = fixture.open(FakeConnection.polling());
		assertThat(session.openingMessage()).hasToString("0{\"sid\":\"" + session.id() + "\",\"upgrades\":[" + upgrades
				+ "],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
	}

	@Test
	void openingMessageNamesNoTransportThatIsNotOffered() {
		EngineFixture fixture = new EngineFixture(
				EngineFixture.options(Transports.of(Transports.POLLING), true, 1_000, 0));
		DefaultEngineSession session = fixture.open(FakeConnection.polling());
		assertThat(session.openingMessage().toString()).contains("\"upgrades\":[]");
	}

	@Test
	void framedConnectionGetsTheOpeningMessageFirst() {
		this.engine.onOpened((session) -> session.send(EngineFixture.message("welcome")));
		FakeConnection connection = FakeConnection.webSocket();
		this.server.openFramed(this.engine.revision(), EngineFixture.request(null), connection);
		assertThat(connection.written()).hasSize(2).endsWith("4welcome");
		assertThat(connection.written().get(0)).startsWith("0{\"sid\":\"").contains("\"upgrades\":[]");
		connection.text("4hello");
		assertThat(this.engine.received()).containsExactly("opened", "text hello");
	}

	// The application's filter

	@Test
	void filterLetsARequestPass() {
		StepVerifier.create(this.server.allow(EngineFixture.request(null))).verifyComplete();
	}

	@Test
	void filterMayChooseWhatTheClientIsTold() {
		StepVerifier
			.create(filtered(
					(request) -> Mono.error(new RequestRefusedException(RequestError.FORBIDDEN, "not on Sundays"))))
			.verifyErrorSatisfies(
					(ex) -> assertThat(ex).isInstanceOf(RequestRefusedException.class).hasMessage("not on Sundays"));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void anyOtherErrorOfTheFilterIsForbiddenAndAFaultOfTheApplication(CapturedOutput output) {
		assertForbidden((request) -> Mono.error(new IllegalStateException("secret")));
		assertThat(output).contains("A request filter failed", "IllegalStateException: secret");
		assertForbidden((request) -> {
			throw new IllegalStateException("other");
		});
		assertThat(output).contains("IllegalStateException: other");
	}

	@Test
	void filterIsNotAskedByTheCheckItself() {
		AtomicInteger asked = new AtomicInteger();
		EngineServer filtering = new EngineFixture(EngineFixture.OPTIONS, (request) -> {
			asked.incrementAndGet();
			return Mono.empty();
		}).server();
		filtering.check("GET", parse("EIO=4&transport=polling"), null, false);
		assertThat(asked).hasValue(0);
	}

	private static void assertForbidden(RequestFilter filter) {
		StepVerifier.create(filtered(filter)).verifyErrorSatisfies((ex) -> {
			assertThat(ex).isInstanceOf(RequestRefusedException.class).hasMessage("Forbidden");
			assertThat(((RequestRefusedException) ex).error()).isEqualTo(RequestError.FORBIDDEN);
		});
	}

	private static Mono<Void> filtered(RequestFilter filter) {
		return new EngineFixture(EngineFixture.OPTIONS, filter).server().allow(EngineFixture.request(null));
	}

	// Busy

	@Test
	void stopClosesAllSessionsAndOpensNoMore() {
		FakeConnection polling = FakeConnection.polling();
		FakeConnection webSocket = FakeConnection.webSocket();
		this.engine.open(polling);
		this.engine.open(webSocket);
		this.server.stop();
		assertThat(this.server.size()).isZero();
		assertThat(polling.aborts()).containsExactly(CloseReason.SERVER_SHUTTING_DOWN);
		assertThat(webSocket.aborts()).containsExactly(CloseReason.SERVER_SHUTTING_DOWN);
		assertThat(this.engine.received()).containsExactly("closed SERVER_SHUTTING_DOWN",
				"closed SERVER_SHUTTING_DOWN");
		assertThat(this.engine.time().timers().isEmpty()).isTrue();
		assertThatExceptionOfType(ServerBusyException.class)
			.isThrownBy(() -> this.server.check("GET", parse("EIO=4&transport=polling"), null, false))
			.withMessage("Server shutting down");
	}

	@Test
	void stopClosesTheOthersWhenAConnectionCannotBeEnded() {
		for (int i = 0; i < 5; i++) {
			FakeConnection connection = FakeConnection.polling();
			this.engine.open(connection);
			connection.onAbort(() -> {
				throw new IllegalStateException("cannot be ended");
			});
		}
		this.server.stop();
		assertThat(this.server.size()).isZero();
		assertThat(this.engine.received()).hasSize(5).containsOnly("closed SERVER_SHUTTING_DOWN");
	}

	@Test
	void requestCheckedBeforeTheStopOpensNoSession() {
		ProtocolRevision revision = this.engine.revision();
		this.server.stop();
		assertThatExceptionOfType(ServerBusyException.class)
			.isThrownBy(() -> this.server.open(revision, EngineFixture.request(null), FakeConnection.polling()));
		assertThat(this.server.size()).isZero();
	}

	@Test
	void sessionThatOpensDuringTheStopIsClosedToo() {
		FakeConnection connection = FakeConnection.polling();
		DefaultEngineSession session = (DefaultEngineSession) this.server.open(this.engine.revision(),
				EngineFixture.request(null), connection);
		this.engine.onOpened((opened) -> this.server.stop());
		session.opened();
		assertThat(this.engine.received()).containsExactly("opened", "closed SERVER_SHUTTING_DOWN");
		assertThat(connection.aborts()).containsExactly(CloseReason.SERVER_SHUTTING_DOWN);
	}

	@Test
	void acceptsSessionsAgainAfterARestart() {
		ProtocolRevision revision = this.engine.revision();
		this.server.stop();
		this.server.start();
		assertThat(this.server.open(revision, EngineFixture.request(null), FakeConnection.polling())).isNotNull();
	}

	@Test
	void sessionsOfOneAddressAreLimited() {
		EngineFixture limited = new EngineFixture(EngineFixture.options(true, 1_000, 2));
		ProtocolRevision revision = limited.revision();
		InetSocketAddress first = new InetSocketAddress(address(1), 1);
		InetSocketAddress sameWithOtherPort = new InetSocketAddress(address(1), 2);
		DefaultEngineSession session = (DefaultEngineSession) limited.server()
			.open(revision, EngineFixture.request(first), FakeConnection.polling());
		limited.server().open(revision, EngineFixture.request(sameWithOtherPort), FakeConnection.polling());
		assertThatExceptionOfType(ServerBusyException.class)
			.isThrownBy(() -> limited.server().open(revision, EngineFixture.request(first), FakeConnection.polling()))
			.withMessage("Too many connections from this address");
		limited.server()
			.open(revision, EngineFixture.request(new InetSocketAddress(address(2), 1)), FakeConnection.polling());
		session.close(CloseReason.TRANSPORT_CLOSE, null);
		session.close(CloseReason.TRANSPORT_CLOSE, null);
		limited.server().open(revision, EngineFixture.request(first), FakeConnection.polling());
		assertThatExceptionOfType(ServerBusyException.class)
			.isThrownBy(() -> limited.server().open(revision, EngineFixture.request(first), FakeConnection.polling()));
		assertThat(limited.server().size()).isEqualTo(3);
	}

	@Test
	void addressThatWasForwardedUnresolvedIsLimitedToo() {
		EngineFixture limited = new EngineFixture(EngineFixture.options(true, 1_000, 1));
		ProtocolRevision revision = limited.revision();
		EngineRequest request = EngineFixture.request(InetSocketAddress.createUnresolved("192.0.2.1", 80));
		DefaultEngineSession session = (DefaultEngineSession) limited.server()
			.open(revision, request, FakeConnection.polling());
		assertThatExceptionOfType(ServerBusyException.class)
			.isThrownBy(() -> limited.server().open(revision, request, FakeConnection.polling()));
		session.close(CloseReason.TRANSPORT_CLOSE, null);
		assertThat(limited.server().open(revision, request, FakeConnection.polling())).isNotNull();
	}

	@Test
	void requestWithoutAnAddressIsNotLimited() {
		EngineFixture limited = new EngineFixture(EngineFixture.options(true, 1_000, 1));
		for (int i = 0; i < 3; i++) {
			limited.open(FakeConnection.polling());
		}
		assertThat(limited.server().size()).isEqualTo(3);
	}

	@Test
	void limitHoldsWhenManyOpenAndCloseAtOnce() throws Exception {
		EngineFixture limited = new EngineFixture(EngineFixture.options(true, 1_000, 3));
		ProtocolRevision revision = limited.revision();
		EngineRequest request = EngineFixture.request(new InetSocketAddress(address(1), 1));
		AtomicInteger refused = new AtomicInteger();
		Runnable opener = () -> {
			List<DefaultEngineSession> opened = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				try {
					opened
						.add((DefaultEngineSession) limited.server().open(revision, request, FakeConnection.polling()));
					assertThat(limited.server().size()).isLessThanOrEqualTo(3);
				}
				catch (ServerBusyException ex) {
					refused.incrementAndGet();
				}
			}
			opened.forEach((session) -> session.close(CloseReason.TRANSPORT_CLOSE, null));
		};
		EngineSessionTests.race(500, (round) -> List.of(opener, opener, opener, opener));
		assertThat(limited.server().size()).isZero();
		for (int i = 0; i < 3; i++) {
			limited.server().open(revision, request, FakeConnection.polling());
		}
		int before = refused.get();
		opener.run();
		assertThat(refused.get()).isEqualTo(before + 2);
	}

	private void assertRefused(RequestError error, String... query) {
		MultiValueMap<String, String> parameters = EngineFixture.query(query);
		parameters.add("EIO", "4");
		assertThatExceptionOfType(RequestRefusedException.class)
			.isThrownBy(() -> this.server.check("GET", parameters, null, false))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(error));
	}

	private MultiValueMap<String, String> parse(@Nullable String query) {
		MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
		if (query == null || query.isEmpty()) {
			return parameters;
		}
		for (String parameter : query.split("&")) {
			String[] parts = parameter.split("=", 2);
			parameters.add(parts[0], switch (parts[1]) {
				case "POLLING" -> this.engine.open(FakeConnection.polling()).id();
				case "WEBSOCKET" -> this.engine.open(FakeConnection.webSocket()).id();
				default -> parts[1];
			});
		}
		return parameters;
	}

	private static InetAddress address(int last) {
		try {
			return InetAddress.getByAddress(new byte[] { 10, 0, 0, (byte) last });
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
