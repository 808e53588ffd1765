package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.socketiospring.admin.AdminLogin;
import io.github.socketiospring.admin.AdminSessions;
import io.github.socketiospring.admin.EngineCounts;
import io.github.socketiospring.admin.MemoryAdminSessions;
import io.github.socketiospring.admin.SocketIOAdmin;
import io.github.socketiospring.engine.EngineWatcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpStatus;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOAdminAutoConfiguration}.
 */
@Timeout(60)
class SocketIOAdminAutoConfigurationTests {

	private static final String ENCODED = new BCryptPasswordEncoder(4).encode("secret");

	private final ReactiveWebApplicationContextRunner off = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class, SocketIORedisAutoConfiguration.class,
				SocketIOAdminAutoConfiguration.class));

	private final ReactiveWebApplicationContextRunner enabled = this.off
		.withPropertyValues("socketio.admin.enabled=true", "socketio.admin.username=root");

	private final ReactiveWebApplicationContextRunner on = this.enabled
		.withPropertyValues("socketio.admin.password=" + ENCODED);

	@Test
	void isOffByDefault() {
		this.off.run((context) -> assertThat(context).doesNotHaveBean(SocketIOAdmin.class)
			.doesNotHaveBean(EngineWatcher.class)
			.doesNotHaveBean(SocketIOAdminProperties.class));
	}

	@Test
	void needsAServer() {
		this.on.withPropertyValues("socketio.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOAdmin.class));
	}

	@Test
	void hasNoPageByDefault() {
		this.on.run((context) -> assertThat(context).hasSingleBean(SocketIOAdmin.class)
			.hasSingleBean(EngineCounts.class)
			.hasSingleBean(MemoryAdminSessions.class)
			.doesNotHaveBean(RouterFunction.class));
	}

	@Test
	void sharesSessionsThroughRedis() {
		this.on
			.withConfiguration(
					AutoConfigurations.of(DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class))
			.withPropertyValues("socketio.adapter.type=redis", "socketio.adapter.fail-fast=false")
			.run((context) -> assertThat(context).hasSingleBean(RedisAdminSessions.class)
				.hasSingleBean(AdminSessions.class));
	}

	@Test
	void backsOff() {
		AdminLogin login = new AdminLogin(null, null, () -> 0);
		this.on.withBean(AdminSessions.class, () -> Mockito.mock(AdminSessions.class))
			.withBean(AdminLogin.class, () -> login)
			.run((context) -> assertThat(context).doesNotHaveBean(MemoryAdminSessions.class)
				.getBean(AdminLogin.class)
				.isSameAs(login));
	}

	@ParameterizedTest
	@ValueSource(strings = { "secret", "{noop}secret", "{MD5}5ebe2294ecd0e0f08eab7690d2a6ee69", "$2a$10$short",
			"{unknown}x", "{bcrypt}x", "{pbkdf2}broken", "{scrypt}broken", "{argon2}$argon2id$broken" })
	void refusesPlainAndWeakPasswordsWithoutShowingThem(String password) {
		this.enabled.withPropertyValues("socketio.admin.password=" + password).run((context) -> {
			FailureAnalysis analysis = analysis(context.getStartupFailure());
			assertThat(analysis.getDescription()).startsWith("socketio.admin.password is a plain text")
				.doesNotContain(password);
			assertThat(analysis.getAction()).startsWith("Encode a password with bcrypt").doesNotContain(password);
		});
	}

	@Test
	void saysWhichLibraryAnEncodingNeeds() {
		this.enabled
			.withPropertyValues(
					"socketio.admin.password={argon2}$argon2id$v=19$m=16384,t=2,p=1$c29tZXNhbHQ$aGFzaGhhc2g")
			.run((context) -> {
				FailureAnalysis analysis = analysis(context.getStartupFailure());
				assertThat(analysis.getDescription()).startsWith("socketio.admin.password cannot be used");
				assertThat(analysis.getAction()).contains("org.bouncycastle:bcprov-jdk18on");
			});
	}

	@Test
	void takesPbkdf2() {
		String encoded = Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode("secret");
		this.enabled.withPropertyValues("socketio.admin.password={pbkdf2@SpringSecurity_v5_8}" + encoded)
			.run((context) -> assertThat(context).hasSingleBean(SocketIOAdmin.class));
	}

	@Test
	void takesTheNameOfAnEncoding() {
		this.enabled.withPropertyValues("socketio.admin.password={bcrypt}" + ENCODED)
			.run((context) -> assertThat(context).hasSingleBean(SocketIOAdmin.class));
	}

	@ParameterizedTest
	@CsvSource({ "'', 4, true", "{bcrypt}, 9, true", "'', 10, false", "{bcrypt}, 12, false" })
	@ExtendWith(OutputCaptureExtension.class)
	void warnsOfBcryptThatIsQuickToTry(String prefix, int cost, boolean warns, CapturedOutput output) {
		// Nothing is checked, so the rest of the hash may be any.
		String encoded = prefix + "$2a$%02d".formatted(cost) + ENCODED.substring(ENCODED.lastIndexOf('$'));
		this.enabled.withPropertyValues("socketio.admin.password=" + encoded).run((context) -> {
			assertThat(context).hasSingleBean(SocketIOAdmin.class);
			String warning = "encoded by bcrypt with a cost of %02d".formatted(cost);
			assertThat(output.toString().split(warning, -1)).hasSize(warns ? 2 : 1);
			assertThat(output.toString().contains("htpasswd -nBC 10")).isEqualTo(warns);
			assertThat(output).doesNotContain(encoded);
		});
	}

	@ParameterizedTest
	@CsvSource({ "socketio.admin.username=", "socketio.admin.password=" })
	void letsNobodyInWithoutCredentials(String missing) {
		this.on.withPropertyValues(missing)
			.run((context) -> assertThat(analysis(context.getStartupFailure()).getDescription())
				.endsWith("is not set."));
	}

	@Test
	void saysWhatIsMissing() {
		this.on.withClassLoader(new FilteredClassLoader(PasswordEncoder.class)).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(analysis(context.getStartupFailure()).getAction())
				.startsWith("Add org.springframework.security:spring-security-crypto");
		});
	}

	private static FailureAnalysis analysis(Throwable failure) {
		assertThat(failure).isNotNull();
		FailureAnalysis analysis = new AdminPasswordException.Analyzer().analyze(failure);
		assertThat(analysis).isNotNull();
		return analysis;
	}

	@ParameterizedTest
	@CsvSource({ "namespace, admin", "namespace, /", "namespace, /a-{x}", "statistics-interval, 0s",
			"max-events-per-second, 0" })
	void refusesValuesThatCannotWork(String key, String value) {
		this.on.withPropertyValues("socketio.admin." + key + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("socketio.admin." + key));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					socketio.cors.allowed-origins= | The admin page is https://admin.socket.io, which may not connect: set socketio.cors
					socketio.cors.allowed-origins=https://admin.socket.io | The admin page is https://admin.socket.io, which may not
					socketio.cors.allowed-origins=https://admin.socket.io,socketio.cors.allow-credentials=true | The admin page is https://admin.socket.io
					""")
	@ExtendWith(OutputCaptureExtension.class)
	void saysWhereThePageIs(String properties, String line, CapturedOutput output) {
		this.on.withPropertyValues(properties.split(",")).run((context) -> assertThat(output).contains(line));
		assertThat(output.toString().contains("may not connect")).isEqualTo(line.contains("may not"));
	}

	@Test
	void servesThePage(@TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("index.html"), "<title>page</title>");
		Files.createDirectory(directory.resolve("js"));
		Files.writeString(directory.resolve("js/app.js"), "go()");
		this.on
			.withPropertyValues("socketio.admin.ui.location=file:" + directory, "socketio.admin.ui.path=/ops/sockets")
			.run((context) -> {
				WebTestClient client = WebTestClient.bindToRouterFunction(context.getBean(RouterFunction.class))
					.build();
				client.get()
					.uri("/ops/sockets")
					.exchange()
					.expectStatus()
					.isEqualTo(HttpStatus.PERMANENT_REDIRECT)
					.expectHeader()
					.location("sockets/");
				client.get()
					.uri("/ops/sockets/")
					.exchange()
					.expectHeader()
					.valueEquals("X-Content-Type-Options", "nosniff")
					.expectHeader()
					.exists("Content-Security-Policy")
					.expectBody(String.class)
					.isEqualTo("<title>page</title>");
				client.get()
					.uri("/ops/sockets/js/app.js")
					.exchange()
					.expectHeader()
					.exists("Content-Security-Policy")
					.expectBody(String.class)
					.isEqualTo("go()");
				client.head()
					.uri("/ops/sockets")
					.exchange()
					.expectStatus()
					.isEqualTo(HttpStatus.PERMANENT_REDIRECT)
					.expectHeader()
					.location("sockets/");
				for (String path : List.of("/ops/sockets/", "/ops/sockets/js/app.js")) {
					client.head()
						.uri(path)
						.exchange()
						.expectStatus()
						.isOk()
						.expectHeader()
						.exists("Content-Security-Policy")
						.expectBody()
						.isEmpty();
				}
				client.get().uri("/ops/sockets/none.js").exchange().expectStatus().isNotFound();
				client.get().uri("/ops/none").exchange().expectStatus().isNotFound();
			});
	}

	@ParameterizedTest
	@CsvSource({ "ui.location, file:/nowhere/at/all/", "ui.path, no-slash", "ui.path, /", "ui.path, /slash/" })
	void refusesAPageThatIsNotThere(String key, String value, @TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("index.html"), "");
		this.on
			.withPropertyValues("socketio.admin.ui.location=file:" + directory, "socketio.admin." + key + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("socketio.admin." + key));
	}

}
