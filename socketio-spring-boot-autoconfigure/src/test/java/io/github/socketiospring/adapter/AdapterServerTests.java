package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.Ack;
import io.github.socketiospring.AckException;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.MissingServersException;
import io.github.socketiospring.RemoteSocket;
import io.github.socketiospring.adapter.JoinedClientsFixture.Cluster;
import io.github.socketiospring.server.DefaultSocketIOServer;
import io.github.socketiospring.testkit.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What servers tell and ask each other, and how adapters start and stop: on a server that
 * is alone, and on one of two that are joined.
 */
@ParameterizedClass
@EnumSource(Cluster.class)
class AdapterServerTests extends JoinedClientsFixture {

	@Test
	void aServerThatSaysNothingIsMissing() {
		assumeThat(this.cluster).isEqualTo(Cluster.JOINED);
		this.joined.deafen(otherId(), true);
		try {
			CompletableFuture<List<Arguments>> answers = io().emitWithAck("question").toFuture();
			CompletableFuture<List<Arguments>> servers = io().serverSideEmitWithAck("question").toFuture();
			CompletableFuture<List<RemoteSocket>> sockets = io().timeout(Duration.ofMillis(20))
				.fetchSockets()
				.toFuture();
			this.servers.get(0).clock().advance(Duration.ofSeconds(11));
			assertThat(failure(AckException.class, answers).missing()).containsExactly(otherId());
			assertThat(failure(AckException.class, servers).missing()).containsExactly(otherId());
			assertThat(failure(MissingServersException.class, sockets).servers()).containsExactly(otherId());
		}
		finally {
			this.joined.deafen(otherId(), false);
		}
	}

	@Test
	void serversAreCounted() {
		assertThat(io().serverCount().block(WAIT)).isEqualTo(this.servers.size());
		assertThat(io().of("/").serverCount().block(WAIT)).isEqualTo(this.servers.size());
	}

	@Test
	void serversTellEachOther() throws InterruptedException {
		BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
		io().onServerSideEmit("told", (arguments, ack) -> heard.add("self"));
		other().io().onServerSideEmit("told", (arguments, ack) -> {
			if (isJoined()) {
				heard.add(arguments.get(0, String.class));
				heard.add(arguments.get(1, byte[].class));
				heard.add(ack.isRequested());
			}
		});
		io().serverSideEmit("told", "hello", BYTES);
		if (isJoined()) {
			assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("hello");
			assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(BYTES);
			assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(false);
		}
		assertThat(io().serverSideEmitWithAck("nobody listens").block(WAIT)).isEmpty();
		assertThat(heard).isEmpty();
	}

	@Test
	void serversAnswerEachOther() {
		io().onServerSideEmit("asked", (arguments, ack) -> ack.send("self"));
		other().io().onServerSideEmit("asked", (arguments, ack) -> {
			if (isJoined()) {
				ack.send(arguments.get(0, int.class) + 1, BYTES);
				ack.send("twice");
			}
		});
		List<Arguments> answers = io().serverSideEmitWithAck("asked", 41).block(WAIT);
		assertThat(answers).hasSize(this.servers.size() - 1).allSatisfy((answer) -> {
			assertThat(answer.get(0, int.class)).isEqualTo(42);
			assertThat(answer.get(1, byte[].class)).isEqualTo(BYTES);
		});
	}

	@Test
	void aListenerThatFailsHoldsUpNoOther() throws InterruptedException {
		assumeThat(isJoined()).isTrue();
		BlockingQueue<String> heard = new LinkedBlockingQueue<>();
		other().io().onServerSideEmit("failing", (arguments, ack) -> {
			throw new IllegalStateException("for the log");
		}).onServerSideEmit("failing", (arguments, ack) -> heard.add("second"));
		io().serverSideEmit("failing");
		assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("second");
	}

	@Test
	void whoAsksDoesNotWaitForListenersThatFail() {
		assumeThat(isJoined()).isTrue();
		other().io().onServerSideEmit("hopeless", (arguments, ack) -> {
			throw new IllegalStateException("for the log");
		});
		// The clock stands still, so that no time-out ends this.
		assertThat(io().serverSideEmitWithAck("hopeless").block(WAIT)).isEmpty();
	}

	@Test
	void aListenerThatFailsTakesNoOthersAnswer() {
		assumeThat(isJoined()).isTrue();
		BlockingQueue<Ack> asked = new LinkedBlockingQueue<>();
		other().io()
			.onServerSideEmit("half", (arguments, ack) -> asked.add(ack))
			.onServerSideEmit("half", (arguments, ack) -> {
				throw new IllegalStateException("for the log");
			})
			.onServerSideEmit("after", (arguments, ack) -> ack.send());
		CompletableFuture<List<Arguments>> answers = io().serverSideEmitWithAck("half").toFuture();
		// One at a time: then the listeners before it are done.
		assertThat(io().serverSideEmitWithAck("after").block(WAIT)).hasSize(1);
		assertThat(answers).isNotDone();
		asked.remove().send(1);
		assertThat(join(answers)).singleElement()
			.satisfies((answer) -> assertThat(answer.get(0, int.class)).isEqualTo(1));
	}

	@Test
	void adaptersOfAllNamespacesStart() {
		io().of("/later");
		assertThat(health(this.servers.get(0))).containsKeys("/", "/later").allSatisfy((name, health) -> {
			assertThat(health.up()).isTrue();
			assertThat(health.description()).isEqualTo(switch (this.cluster) {
				case ALONE -> "in memory";
				case JOINED -> "joined";
				case REDIS, REDIS_SHARDED, REDIS_STREAMS -> "Redis";
				case POSTGRES -> "PostgreSQL";
			});
		});
		if (isJoined()) {
			assertThat(io().of("/").serverCount().block(WAIT)).isEqualTo(2);
			assertThat(io().of("/later").serverCount().block(WAIT)).isEqualTo(1);
		}
	}

	private static Map<String, AdapterHealth> health(TestServer server) {
		return ((DefaultSocketIOServer) server.io()).health();
	}

	@Test
	void adaptersStopWithTheirServer() {
		assumeThat(this.cluster).isEqualTo(Cluster.JOINED);
		TestServer third = TestServer.builder().bean(AdapterFactory.class, this.joined::create).start();
		Map<String, AdapterHealth> up = health(third);
		assertThat(io().serverCount().block(WAIT)).isEqualTo(3);
		DefaultSocketIOServer server = (DefaultSocketIOServer) third.io();
		third.close();
		assertThat(io().serverCount().block(WAIT)).isEqualTo(2);
		assertThat(up.get("/").up()).isTrue();
		assertThat(server.health().get("/").up()).isFalse();
	}

}
