package io.github.socketiospring.adapter.redis;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.socketiospring.testkit.RedisServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.scheduler.Schedulers;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static io.github.socketiospring.adapter.redis.TestClients.PATIENT;
import static io.github.socketiospring.adapter.redis.TestClients.await;
import static io.github.socketiospring.adapter.redis.TestClients.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * What becomes of the application's configuration of Redis.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RedisClientsTests {

	private static <T> T join(CompletionStage<T> stage) {
		return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
	}

	private static Set<Thread> eventLoops() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("socketio-redis"))
			.collect(Collectors.toSet());
	}

	@Test
	void credentialsDatabaseAndNameAreTheApplications() {
		ClientResources resources = DefaultClientResources.create();
		Set<Thread> before = eventLoops();
		try (RedisServer server = RedisServer.start()) {
			server.call("ACL", "SETUSER", "worker", "on", ">secret", "allkeys", "allchannels", "allcommands");
			server.call("ACL", "SETUSER", "default", "off");
			RedisStandaloneConfiguration redis = new RedisStandaloneConfiguration("127.0.0.1", server.port());
			redis.setUsername("worker");
			redis.setPassword(RedisPassword.of("secret"));
			redis.setDatabase(3);
			LettuceClientConfiguration configuration = LettuceClientConfiguration.builder()
				.clientName("chat")
				.clientResources(resources)
				.build();
			RedisClients clients = RedisClients.of(new LettuceConnectionFactory(redis, configuration), PATIENT);
			RedisPublisher publisher = new RedisPublisher(clients, TestClients.MAX_BYTES);
			RedisSubscriber subscriber = new RedisSubscriber(clients);
			join(publisher.start());
			join(subscriber.start());
			join(publisher.set(bytes("key"), bytes("value"), Duration.ofMinutes(1)));
			String connections = join(publisher.command(bytes(""), 0, (commands) -> commands.clientList()));
			assertThat(connections.lines()).hasSize(2).allSatisfy((line) -> assertThat(line).contains("name=chat"));
			String keys = join(publisher.command(bytes(""), 0, (commands) -> commands.info("keyspace")));
			assertThat(keys).contains("db3:keys=1");
			assertThat(eventLoops()).filteredOn((thread) -> !before.contains(thread))
				.hasSize(1)
				.allMatch(Schedulers::isNonBlockingThread);
			join(subscriber.close());
			join(publisher.close());
			clients.close();
			assertThat(before).containsAll(eventLoops());
			// They are the application's.
			assertThat(resources.eventExecutorGroup().isShuttingDown()).isFalse();
		}
		finally {
			resources.shutdown(0, 0, TimeUnit.MILLISECONDS);
		}
	}

	@Test
	void theApplicationsOptionsStayButThoseThatWouldSendTwice() {
		SslOptions ssl = SslOptions.builder().handshakeTimeout(Duration.ofSeconds(3)).build();
		ClientOptions application = ClientOptions.builder()
			.sslOptions(ssl)
			.protocolVersion(ProtocolVersion.RESP2)
			.timeoutOptions(TimeoutOptions.enabled())
			.socketOptions(SocketOptions.builder().connectTimeout(Duration.ofSeconds(3)).keepAlive(false).build())
			.build();
		OwnClientConfiguration own = new OwnClientConfiguration(LettuceClientConfiguration.builder()
			.useSsl()
			.startTls()
			.and()
			.clientOptions(application)
			.commandTimeout(Duration.ofMinutes(1))
			.build(), mock(), PATIENT);
		ClientOptions options = own.getClientOptions().orElseThrow();
		assertThat(options.getSslOptions().getHandshakeTimeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(options.getProtocolVersion()).isEqualTo(ProtocolVersion.RESP2);
		assertThat(options.isAutoReconnect()).isFalse();
		assertThat(options.getDisconnectedBehavior()).isEqualTo(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
		assertThat(options.getTimeoutOptions().isTimeoutCommands()).isFalse();
		assertThat(options.getSocketOptions().getConnectTimeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(options.getSocketOptions().isKeepAlive()).isTrue();
		assertThat(own.isUseSsl()).isTrue();
		assertThat(own.isStartTls()).isTrue();
		assertThat(own.getCommandTimeout()).isEqualTo(PATIENT.connect());
	}

	@Test
	void theApplicationsOptionsOfAClusterStayButItsTimers() {
		ClusterClientOptions application = ClusterClientOptions.builder()
			.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
				.dynamicRefreshSources(false)
				.enablePeriodicRefresh()
				.enableAllAdaptiveRefreshTriggers()
				.build())
			.validateClusterNodeMembership(false)
			.build();
		OwnClientConfiguration own = new OwnClientConfiguration(
				LettuceClientConfiguration.builder().clientOptions(application).build(), mock(), PATIENT);
		assertThat(own.getClientOptions().orElseThrow()).isInstanceOfSatisfying(ClusterClientOptions.class,
				(options) -> {
					assertThat(options.isValidateClusterNodeMembership()).isFalse();
					assertThat(options.isAutoReconnect()).isFalse();
					ClusterTopologyRefreshOptions refresh = options.getTopologyRefreshOptions();
					assertThat(refresh.useDynamicRefreshSources()).isFalse();
					assertThat(refresh.isPeriodicRefreshEnabled()).isFalse();
					assertThat(refresh.getAdaptiveRefreshTriggers()).isEmpty();
				});
	}

	@Test
	void aFactoryOfAnotherClientIsRefusedWithAdvice() {
		RedisConnectionFactory other = (RedisConnectionFactory) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { RedisConnectionFactory.class }, (proxy, method, arguments) -> null);
		assertThatExceptionOfType(UnsupportedRedisException.class).isThrownBy(() -> RedisClients.of(other, PATIENT))
			.withMessageContaining("Lettuce")
			.satisfies((ex) -> assertThat(ex.action()).contains("spring.data.redis.client-type"));
	}

	@Test
	void aPrimaryAndItsReplicasOneByOneAreRefusedWithAdvice() {
		LettuceConnectionFactory replicas = new LettuceConnectionFactory(
				new RedisStaticMasterReplicaConfiguration("127.0.0.1", 6379));
		assertThatExceptionOfType(UnsupportedRedisException.class).isThrownBy(() -> RedisClients.of(replicas, PATIENT))
			.satisfies((ex) -> assertThat(ex.action()).contains("spring.data.redis.sentinel"));
	}

	@Test
	void redisMayBeAwayWhenClientsAreMade() {
		try (RedisServer server = RedisServer.start()) {
			int port = server.port();
			server.stop();
			RedisClients clients = RedisClients.of(new LettuceConnectionFactory("127.0.0.1", port), TestClients.QUICK);
			RedisSubscriber subscriber = new RedisSubscriber(clients);
			CompletionStage<Void> ready = subscriber.start();
			await().until(() -> String.valueOf(subscriber.health().reason()).contains("refused"));
			server.restart();
			join(ready);
			join(subscriber.close());
			clients.close();
		}
	}

}
