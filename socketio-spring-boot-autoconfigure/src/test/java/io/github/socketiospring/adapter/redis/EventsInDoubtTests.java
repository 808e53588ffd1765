package io.github.socketiospring.adapter.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.adapter.FaultMember;
import io.github.socketiospring.adapter.redis.FaultFixture.Kind;
import io.github.socketiospring.testkit.FaultyProxy;
import io.github.socketiospring.testkit.FaultyProxy.Direction;
import io.github.socketiospring.testkit.KitClient.Event;
import io.github.socketiospring.testkit.RedisConnection;
import io.github.socketiospring.testkit.RedisServer;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.WebSocketWire;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events of which a server does not know whether the stream has them, since all of its
 * connections broke before Redis could say so. The server's time is virtual.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EventsInDoubtTests {

	private RedisServer redis;

	private FaultyProxy proxy;

	private FaultMember member;

	private SocketIoClient client;

	@BeforeEach
	void start() throws IOException {
		this.redis = RedisServer.start();
		this.proxy = new FaultyProxy(this.redis.port());
		this.member = FaultFixture.member(Kind.RECOVERING, "one", this.proxy.port());
		this.client = new SocketIoClient(new WebSocketWire(this.member.server()));
		this.client.open();
		this.client.join("/");
		await().until(() -> !this.member.server().io().sockets().isEmpty());
	}

	@AfterEach
	void stop() throws IOException {
		this.client.close();
		this.member.close();
		this.proxy.close();
		this.redis.close();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30));
	}

	/** Redis has the first event, but cannot say so; there is no way to it for others. */
	private void emitInDoubt() throws IOException {
		this.proxy.lose(Direction.TO_CLIENT);
		this.member.emit();
		await().until(() -> this.redis.text("XLEN", "socket.io"), "1"::equals);
		this.proxy.refuse();
		this.proxy.reset();
		long refused = this.member.counters().refused();
		// What is refused for sure waits for nothing but what was emitted before.
		await().until(() -> {
			this.member.emit();
			return this.member.counters().refused() > refused;
		});
	}

	private static List<String> expected(int events) {
		List<String> names = new ArrayList<>();
		for (int i = 1; i <= events; i++) {
			names.add("one-" + i);
		}
		return names;
	}

	/**
	 * Without its offset, a client that recovers would get the event again.
	 */
	@Test
	void whatTheStreamHasComesWithItsOffset() throws IOException {
		emitInDoubt();
		int emitted = this.member.emitted();
		assertThat(this.client.waiting()).isZero();
		this.proxy.pass();
		// The time in which there is doubt does not end here.
		Event first = this.client.next();
		assertThat(first.arguments()).hasSize(1);
		List<String> names = new ArrayList<>(List.of(first.name()));
		takeUntil(names, "one-" + emitted);
		assertThat(names).containsExactlyElementsOf(expected(emitted));
	}

	private void takeUntil(List<String> names, String last) {
		await().until(() -> {
			this.member.server().letPass(Duration.ofMillis(100));
			while (this.client.waiting() > 0) {
				names.add(this.client.next().name());
			}
			return names.contains(last);
		});
	}

	@Test
	void whatIsAddedAndCannotBeReadDoesNotWaitForEver() {
		try (RedisConnection admin = this.redis.connect()) {
			String[] clients = admin.text("CLIENT", "LIST").strip().split("\n");
			admin.call("CONFIG", "SET", "maxclients", String.valueOf(clients.length - 1));
			String reader = Arrays.stream(clients)
				.filter((each) -> each.contains("cmd=xread"))
				.findFirst()
				.orElseThrow();
			admin.call("CLIENT", "KILL", "ID", reader.substring("id=".length(), reader.indexOf(' ')));
			await().until(() -> !this.member.isUp());
			this.member.emit();
			await().until(() -> admin.text("XLEN", "socket.io"), "1"::equals);
			await().until(() -> {
				this.member.server().letPass(Duration.ofMillis(100));
				return this.client.waiting() == 1;
			});
			assertThat(this.client.next().name()).isEqualTo("one-1");
			admin.call("CONFIG", "SET", "maxclients", "1000");
			await().until(this.member::isUp);
			this.member.emit();
			assertThat(this.client.next().name()).isEqualTo("one-2");
		}
	}

	@Test
	void whatCannotBeReadWaitsForFiveSecondsAndComesOnce() throws IOException {
		emitInDoubt();
		List<String> names = new ArrayList<>();
		takeUntil(names, "one-" + this.member.emitted());
		this.proxy.pass();
		await().until(this.member::isUp);
		int last = this.member.emit();
		takeUntil(names, "one-" + last);
		assertThat(names).containsExactlyElementsOf(expected(last));
	}

}
