package io.github.socketiospring.autoconfigure;

import javax.sql.DataSource;

import io.github.socketiospring.SocketIOEmitter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.postgres.PostgresAdapters;
import io.github.socketiospring.metrics.AdapterMeters;
import io.github.socketiospring.testkit.PostgresServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * Applications that set {@code socketio.adapter.type} to {@code postgres}.
 */
class SocketIOPostgresAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SocketIOPostgresAutoConfiguration.class, SocketIOAutoConfiguration.class,
						SocketIOHealthAutoConfiguration.class, SocketIOMetricsAutoConfiguration.class))
		.withPropertyValues("socketio.adapter.type=postgres", "socketio.adapter.fail-fast=false");

	private static PGSimpleDataSource source(String url) {
		PGSimpleDataSource source = new PGSimpleDataSource();
		source.setUrl(url);
		return source;
	}

	private static DataSource nowhere() {
		return source("jdbc:postgresql://127.0.0.1:1/nowhere");
	}

	private static String advice(Throwable failure) {
		Throwable cause = failure;
		while (cause != null && !(cause instanceof MissingAdapterException)) {
			cause = cause.getCause();
		}
		assertThat(cause).isNotNull();
		FailureAnalysis analysis = new MissingAdapterException.Analyzer().analyze(cause);
		assertThat(analysis).isNotNull();
		return analysis.getDescription() + " " + analysis.getAction();
	}

	@Test
	void theAdapterUsesTheDataSource() {
		try (PostgresServer postgres = PostgresServer.start()) {
			this.runner.withBean(DataSource.class, () -> source(postgres.jdbcUrl()))
				.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
				.withPropertyValues("socketio.adapter.fail-fast=true")
				.run((context) -> {
					assertThat(context).hasSingleBean(AdapterFactory.class).hasSingleBean(PostgresAdapters.class);
					assertThat(health(context)).hasToString("{accepting=true, adapter=PostgreSQL}");
					MeterRegistry registry = new SimpleMeterRegistry();
					context.getBean(AdapterMeters.class).bindTo(registry);
					await().until(() -> registry.get("socketio.adapter.messages")
						.tag("result", "published")
						.functionCounter()
						.count() > 0);
				});
		}
	}

	private static Object health(ApplicationContext context) {
		return context.getBean("socketIOHealthIndicator", HealthIndicator.class).health().getDetails();
	}

	@Test
	void aServerMayStartWithoutPostgres() {
		this.runner.withBean(DataSource.class, SocketIOPostgresAutoConfigurationTests::nowhere)
			.run((context) -> assertThat(health(context)).asString().contains("namespacesDown=1", "PostgreSQL"));
	}

	@Test
	void aServerThatMayNotSaysWhy() {
		this.runner.withBean(DataSource.class, SocketIOPostgresAutoConfigurationTests::nowhere)
			.withPropertyValues("socketio.adapter.fail-fast=true", "socketio.adapter.start-timeout=1s")
			.run((context) -> {
				FailureAnalysis analysis = new PostgresFailureAnalyzer().analyze(context.getStartupFailure());
				assertThat(analysis).isNotNull();
				assertThat(analysis.getDescription()).contains("refused");
				assertThat(analysis.getAction()).contains("spring.datasource.*", "fail-fast=false");
			});
	}

	@Test
	void anotherTypeNeedsNoPostgres() {
		this.runner.withPropertyValues("socketio.adapter.type=memory")
			.run((context) -> assertThat(context).hasSingleBean(AdapterFactory.class)
				.doesNotHaveBean(PostgresAdapters.class));
	}

	@Test
	void withoutADriverThereIsAdvice() {
		this.runner.withClassLoader(new FilteredClassLoader(PGConnection.class))
			.run((context) -> assertThat(advice(context.getStartupFailure())).contains("JDBC driver",
					"org.postgresql:postgresql"));
	}

	@Test
	void withoutADataSourceThereIsAdvice() {
		this.runner.run((context) -> assertThat(advice(context.getStartupFailure())).contains("no DataSource bean",
				"spring-boot-starter-jdbc", "socketIODataSource"));
	}

	@Test
	void ofSeveralDataSourcesOneMustBeNamed() {
		ReactiveWebApplicationContextRunner two = this.runner
			.withBean("one", DataSource.class, SocketIOPostgresAutoConfigurationTests::nowhere)
			.withBean("two", DataSource.class, SocketIOPostgresAutoConfigurationTests::nowhere);
		two.run((context) -> assertThat(advice(context.getStartupFailure())).contains("there are several"));
		two.withBean("socketIODataSource", DataSource.class, SocketIOPostgresAutoConfigurationTests::nowhere,
				(definition) -> definition.setPrimary(false))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(PostgresAdapters.class));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			socketio.adapter.postgres.channel-prefix= | must not be empty
			socketio.adapter.postgres.table-name=a; DROP TABLE b | letters, digits and _ only
			socketio.adapter.postgres.table-name=a.b.c | letters, digits and _ only
			socketio.adapter.postgres.payload-threshold=0B | between 1B and 1GB
			socketio.adapter.postgres.cleanup-interval=0s | between 1ms and 12d
			socketio.adapter.postgres.heartbeat-interval=0s | between 1ms and 12d
			socketio.adapter.postgres.heartbeat-timeout=9s | at least twice
			socketio.connection-state-recovery.enabled=true | redis-streams
			""")
	void impossibleValuesAreRefused(String property, String fix) {
		this.runner.withBean(DataSource.class, SocketIOPostgresAutoConfigurationTests::nowhere)
			.withPropertyValues(property)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.extracting((ex) -> ((InvalidConfigurationPropertyValueException) ex).getReason())
				.asString()
				.contains(fix));
	}

	@Test
	void applicationsWithoutAServerHaveAnEmitter() {
		try (PostgresServer postgres = PostgresServer.start()) {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(SocketIOPostgresAutoConfiguration.class))
				.withPropertyValues("socketio.adapter.type=postgres")
				.withBean(DataSource.class, () -> source(postgres.jdbcUrl()))
				.run((context) -> {
					SocketIOEmitter emitter = context.getBean(SocketIOEmitter.class);
					assertThatNoException().isThrownBy(() -> emitter.to("room").emit("news", 1));
				});
		}
	}

}
