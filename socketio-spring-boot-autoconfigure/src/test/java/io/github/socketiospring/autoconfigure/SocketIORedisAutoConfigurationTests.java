package io.github.socketiospring.autoconfigure;

import java.util.concurrent.TimeUnit;

import io.github.socketiospring.MissingServersException;
import io.github.socketiospring.SocketIOEmitter;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.redis.RedisAdapters;
import io.github.socketiospring.adapter.redis.RedisUnreachableException;
import io.github.socketiospring.metrics.AdapterMeters;
import io.github.socketiospring.testkit.RedisServer;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class SocketIORedisAutoConfigurationTests {

	private static RedisServer redis;

	private final ReactiveWebApplicationContextRunner server = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, DataRedisAutoConfiguration.class,
				SocketIORedisAutoConfiguration.class, SocketIOAutoConfiguration.class,
				SocketIOHealthAutoConfiguration.class, SocketIOMetricsAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.port=" + redis.port());

	private final ApplicationContextRunner batch = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, DataRedisAutoConfiguration.class,
				SocketIORedisAutoConfiguration.class, SocketIOAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.port=" + redis.port());

	@BeforeAll
	static void startRedis() {
		redis = RedisServer.start();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@Test
	void withoutATypeTheServerIsAlone() {
		this.server.run((context) -> {
			assertThat(context).doesNotHaveBean(RedisAdapters.class).doesNotHaveBean(SocketIOEmitter.class);
			assertThat(context.getBean(AdapterFactory.class)).isNotNull();
			Health health = context.getBean("socketIOHealthIndicator", HealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("adapter", "in memory");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "redis-sharded", "redis-streams" })
	void aTypeReachesOthersThroughRedis(String type, CapturedOutput output) {
		this.server.withPropertyValues("socketio.adapter.type=" + type)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				assertThat(context).hasSingleBean(AdapterFactory.class).hasSingleBean(RedisAdapters.class);
				assertThat(output).contains("other servers through " + type + ", prefix socket.io");
				Health health = context.getBean("socketIOHealthIndicator", HealthIndicator.class).health();
				assertThat(health.getDetails()).containsEntry("adapter", "Redis");
				SimpleMeterRegistry registry = (SimpleMeterRegistry) context.getBean(MeterRegistry.class);
				context.getBean(AdapterMeters.class).bindTo(registry);
				double before = registry.get("socketio.adapter.messages")
					.tag("result", "published")
					.functionCounter()
					.count();
				assertThat(before).isNotNegative();
				assertThat(registry.get("socketio.adapter.invalid").functionCounter().count()).isZero();
				context.getBean(SocketIOServer.class).emit("news");
				FunctionTimer publishing = registry.get("socketio.adapter.publishing").functionTimer();
				await().untilAsserted(() -> assertThat(publishing.count()).isPositive());
				assertThat(publishing.totalTime(TimeUnit.NANOSECONDS)).isPositive();
			});
	}

	@Test
	void anAdapterFactoryOfTheApplicationWins() {
		AdapterFactory own = InMemoryAdapter::new;
		this.server.withPropertyValues("socketio.adapter.type=redis")
			.withBean(AdapterFactory.class, () -> own)
			.run((context) -> assertThat(context.getBean(AdapterFactory.class)).isSameAs(own));
	}

	@Test
	void withoutSpringDataRedisItSaysWhatIsMissing() {
		this.server.withClassLoader(new FilteredClassLoader(RedisClient.class))
			.withPropertyValues("socketio.adapter.type=redis-streams")
			.run((context) -> {
				FailureAnalysis analysis = new MissingAdapterException.Analyzer().analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("socketio.adapter.type is 'redis-streams'");
				assertThat(analysis.getAction()).contains("spring-boot-starter-data-redis");
			});
	}

	@Test
	void recoveryNeedsAStream() {
		this.server.withPropertyValues("socketio.adapter.type=redis", "socketio.connection-state-recovery.enabled=true")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
				.rootCause()
				.extracting((ex) -> ((InvalidConfigurationPropertyValueException) ex).getReason())
				.asString()
				.contains("redis-streams"));
	}

	@Test
	void aBadValueFailsWithItsName() {
		this.server.withPropertyValues("socketio.adapter.type=redis-streams", "socketio.adapter.streams.max-length=0")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.extracting((ex) -> ((InvalidConfigurationPropertyValueException) ex).getName())
				.isEqualTo("socketio.adapter.streams.max-length"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "redis-sharded", "redis-streams" })
	void aProcessWithoutAServerHasAnEmitter(String type) {
		this.batch.withPropertyValues("socketio.adapter.type=" + type).run((context) -> {
			SocketIOEmitter emitter = context.getBean(SocketIOEmitter.class);
			emitter.of("chat").to("room").except("other").emit("news", 1, new byte[] { 1 });
			emitter.volatileEmit("news");
			emitter.compress(false).in("a", "b").socketsJoin("c");
			emitter.socketsLeave("c");
			emitter.disconnectSockets();
			emitter.serverSideEmit("told", "x");
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> emitter.emit("disconnect"))
				.withMessageContaining("reserved");
			assertThat(context).doesNotHaveBean("socketIOServer");
		});
	}

	@Test
	void anEmitterSaysWhenNothingCanBeSent() {
		try (RedisServer other = RedisServer.start()) {
			this.batch.withPropertyValues("socketio.adapter.type=redis", "spring.data.redis.port=" + other.port())
				.run((context) -> {
					SocketIOEmitter emitter = context.getBean(SocketIOEmitter.class);
					emitter.emit("before");
					other.kill();
					org.awaitility.Awaitility.await()
						.untilAsserted(() -> assertThatExceptionOfType(MissingServersException.class)
							.isThrownBy(() -> emitter.emit("after")));
				});
		}
	}

	@Test
	void redisThatDoesNotAnswerIsExplained() {
		FailureAnalysis analysis = new RedisFailureAnalyzers.Unreachable()
			.analyze(new IllegalStateException(unreachable()));
		assertThat(analysis.getAction()).contains("spring.data.redis.*").contains("fail-fast=false");
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "redis-sharded", "redis-streams" })
	void redisThatIsAwayIsExplainedWhereSeveralNamespacesWait(String type, CapturedOutput output) {
		RedisServer gone = RedisServer.start();
		gone.close();
		this.server.withPropertyValues("spring.data.redis.port=" + gone.port())
			.withBean(SocketIOServerCustomizer.class, () -> (server) -> server.of("/chat"))
			.withPropertyValues("socketio.adapter.type=" + type, "socketio.adapter.start-timeout=2s")
			.run((context) -> assertThat(descriptionOf(context.getStartupFailure()))
				.contains("through Redis at localhost:" + gone.port())
				.contains("refused"));
		assertThat(output).doesNotContain("onErrorDropped");
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "redis-sharded", "redis-streams" })
	void aWrongPasswordIsExplainedWhereSeveralNamespacesWait(String type, CapturedOutput output) {
		try (RedisServer locked = RedisServer.start("--requirepass", "right")) {
			this.server.withPropertyValues("spring.data.redis.port=" + locked.port())
				.withBean(SocketIOServerCustomizer.class, () -> (server) -> server.of("/chat"))
				.withPropertyValues("spring.data.redis.password=wrong", "socketio.adapter.type=" + type,
						"socketio.adapter.start-timeout=2s")
				.run((context) -> assertThat(descriptionOf(context.getStartupFailure())).contains("WRONGPASS"));
		}
		assertThat(output).doesNotContain("onErrorDropped").doesNotContain("disabled..");
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "redis-sharded", "redis-streams" })
	void aNamespaceThatRedisDoesNotAllowIsExplained(String type, CapturedOutput output) {
		redis.call("ACL", "SETUSER", "half", "reset", "on", ">secret", "~*", "+@all", "&socket.io#/#*",
				"&socket.io-request#/#*", "&socket.io-response#/#*");
		this.server.withBean(SocketIOServerCustomizer.class, () -> (server) -> server.of("/chat"))
			.withPropertyValues("spring.data.redis.username=half", "spring.data.redis.password=secret",
					"socketio.adapter.type=" + type)
			.run((context) -> assertThat(descriptionOf(context.getStartupFailure())).contains("NOPERM"));
		assertThat(output).doesNotContain("onErrorDropped");
	}

	private static String descriptionOf(Throwable failure) {
		FailureAnalysis analysis = new RedisFailureAnalyzers.Unreachable().analyze(failure);
		assertThat(analysis).as(() -> "the analysis of " + failure).isNotNull();
		assertThat(analysis.getAction()).contains("spring.data.redis.*");
		return analysis.getDescription();
	}

	private static RedisUnreachableException unreachable() {
		RedisServer gone = RedisServer.start();
		int port = gone.port();
		gone.close();
		RedisUnreachableException[] failure = new RedisUnreachableException[1];
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataRedisAutoConfiguration.class, SocketIORedisAutoConfiguration.class))
			.withPropertyValues("socketio.adapter.type=redis", "spring.data.redis.port=" + port,
					"socketio.adapter.start-timeout=100ms")
			.run((context) -> failure[0] = catchUnreachable(() -> context.getBean(SocketIOEmitter.class)));
		return failure[0];
	}

	private static RedisUnreachableException catchUnreachable(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException ex) {
			Throwable cause = ex;
			while (cause != null && !(cause instanceof RedisUnreachableException)) {
				cause = cause.getCause();
			}
			return (RedisUnreachableException) cause;
		}
		throw new AssertionError("Redis was reached");
	}

}
