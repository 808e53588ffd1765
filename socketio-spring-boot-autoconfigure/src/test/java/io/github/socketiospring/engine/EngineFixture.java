package io.github.socketiospring.engine;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

import io.github.socketiospring.codec.engineio.EngineMessage;
import io.github.socketiospring.engine.revision.Revisions;
import io.github.socketiospring.handshake.RequestFilter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.http.HttpHeaders;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * An engine in virtual time, with a layer above that keeps what it is told.
 */
public final class EngineFixture {

	public static final EngineOptions OPTIONS = options(true, 1_000, 0);

	private static final MultiValueMap<String, String> QUERY = MultiValueMap
		.fromSingleValue(java.util.Map.of("EIO", "4"));

	private final VirtualTime time = new VirtualTime();

	private final List<String> received = Collections.synchronizedList(new ArrayList<>());

	private final List<String> upgrades = Collections.synchronizedList(new ArrayList<>());

	private final EngineServer server;

	private Consumer<EngineSession> onOpened = (session) -> {
	};

	private Consumer<String> onReceived = (packet) -> {
	};

	EngineFixture() {
		this(OPTIONS);
	}

	EngineFixture(EngineOptions options) {
		this(options, (request) -> Mono.empty());
	}

	EngineFixture(EngineOptions options, RequestFilter filter) {
		this(options, new Revisions(100), filter);
	}

	private EngineFixture(EngineOptions options, RevisionChooser revisions, RequestFilter filter) {
		this.server = new EngineServer(options, revisions, filter, this::listen, this.time.timers());
	}

	/** An engine that serves clients of Engine.IO 3, too. */
	static EngineFixture withEio3() {
		return new EngineFixture(OPTIONS, new Revisions(100, true), (request) -> Mono.empty());
	}

	static EngineOptions options(boolean allowUpgrades, long maxBufferedBytes, int maxSessionsPerAddress) {
		return options(Transports.ENGINE_IO, allowUpgrades, maxBufferedBytes, maxSessionsPerAddress);
	}

	static EngineOptions options(Transports transports, boolean allowUpgrades, long maxBufferedBytes,
			int maxSessionsPerAddress) {
		return new EngineOptions(transports, allowUpgrades, Duration.ofSeconds(25), Duration.ofSeconds(20),
				Duration.ofSeconds(10), Duration.ofSeconds(30), 1_000_000, 100, 16, maxBufferedBytes, 0,
				maxSessionsPerAddress);
	}

	private SessionListener listen(EngineSession session) {
		this.received.add("opened");
		this.onOpened.accept(session);
		return new SessionListener() {
			@Override
			public void text(byte[] data, int offset, int length) {
				receive("text " + new String(data, offset, length, StandardCharsets.UTF_8));
			}

			@Override
			public void binary(byte[] data) {
				receive("binary " + Arrays.toString(data));
			}

			@Override
			public void upgraded(String from, String to) {
				EngineFixture.this.upgrades.add("upgraded " + from + " " + to);
			}

			@Override
			public void upgradeFailed(String to, String reason) {
				EngineFixture.this.upgrades.add("upgradeFailed " + to + ": " + reason);
			}

			@Override
			public void closed(CloseReason reason, @Nullable String description) {
				receive("closed " + reason);
			}
		};
	}

	private void receive(String packet) {
		this.received.add(packet);
		this.onReceived.accept(packet);
	}

	VirtualTime time() {
		return this.time;
	}

	EngineServer server() {
		return this.server;
	}

	List<String> received() {
		return new ArrayList<>(this.received);
	}

	List<String> takeReceived() {
		List<String> taken = received();
		this.received.clear();
		return taken;
	}

	List<String> takeUpgrades() {
		List<String> taken = new ArrayList<>(this.upgrades);
		this.upgrades.clear();
		return taken;
	}

	void onOpened(Consumer<EngineSession> action) {
		this.onOpened = action;
	}

	void onReceived(Consumer<String> action) {
		this.onReceived = action;
	}

	ProtocolRevision revision() {
		return revision("4");
	}

	ProtocolRevision revision(String number) {
		return ((RequestCheck.Handshake) this.server.check("GET", query("EIO", number, "transport", "polling"), null,
				false))
			.revision();
	}

	/** Opens a session as a transport does; the opening message is not kept. */
	DefaultEngineSession open(FakeConnection connection) {
		return open(revision(), connection);
	}

	DefaultEngineSession open(ProtocolRevision revision, FakeConnection connection) {
		DefaultEngineSession session = (DefaultEngineSession) this.server.open(revision, request(null), connection);
		connection.receiveWith(session);
		connection.attach(session);
		session.opened();
		this.received.remove("opened");
		return session;
	}

	public static EngineRequest request(@Nullable InetSocketAddress address) {
		return new EngineRequest("GET", URI.create("/socket.io/"), RequestValues.ofHeaders(HttpHeaders.EMPTY),
				RequestValues.ofQuery(QUERY), address, false, false, null, Context.empty());
	}

	static MultiValueMap<String, String> query(String... namesAndValues) {
		MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			query.add(namesAndValues[i], namesAndValues[i + 1]);
		}
		return query;
	}

	public static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static EngineMessage message(String text) {
		return EngineMessage.text("4" + text);
	}

}
