package io.github.socketiospring.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The benchmark runs, in its shortest form. The load generator has checked the messages
 * if nothing has failed.
 */
@Timeout(120)
class BenchmarkRunTests {

	@TempDir
	private Path directory;

	@Test
	void comparesServers() throws IOException, InterruptedException {
		List<Case> cases = List.of(Case.ECHO, Case.ACK, Case.MIX);
		List<Server> servers = List.of(Server.STARTER, Server.STARTER_EVENT_LOOP, Server.NETTY);

		Results results = run(cases, servers);

		assertThat(results.failures()).isEmpty();
		assertFigures(cases, servers);
		assertThat(this.directory.resolve("results.md")).content()
			.contains("raw Netty", "starter, event loop", Case.ACK.label(), "p99.9", "as a multiple of");
		assertThat(this.directory.resolve("results.svg")).content().startsWith("<svg ").contains(Case.ECHO.label());
	}

	@Test
	void measuresEverything() throws IOException, InterruptedException {
		List<Case> cases = List.of(Case.BROADCAST_8, Case.ROOMS_MANY, Case.CONNECT, Case.POLLING, Case.MEMORY);

		Results results = run(cases, List.of(Server.NETTY));

		assertThat(results.failures()).isEmpty();
		assertFigures(cases.subList(0, cases.size() - 1), List.of(Server.NETTY));
		assertThat(results.memory()).containsOnlyKeys(Server.NETTY);
	}

	@Test
	void measuresWhatIsOffByDefault() throws IOException, InterruptedException {
		List<Case> cases = List.of(Case.ECHO_RECOVERY, Case.BROADCAST_RECOVERY, Case.ECHO_MSGPACK);
		List<Server> servers = List.of(Server.STARTER_EVENT_LOOP, Server.NETTY);

		Results results = run(cases, servers);

		assertThat(results.failures()).isEmpty();
		assertFigures(cases, servers);
	}

	private Results run(List<Case> cases, List<Server> servers) throws IOException, InterruptedException {
		Options options = new Options(cases, servers, 1, Duration.ofMillis(300), Duration.ZERO, 100,
				Path.of(System.getProperty("java.home")), List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"), Map.of(),
				this.directory, false);
		return new BenchmarkRun(options, Path.of("")).run();
	}

	private void assertFigures(List<Case> cases, List<Server> servers) throws IOException {
		JsonNode json = JsonMapper.shared().readTree(Files.readString(this.directory.resolve("results.json")));
		assertThat(json.get("cases")).hasSize(cases.size());
		for (JsonNode measured : json.get("cases")) {
			for (Server server : servers.stream().filter((server) -> server.serves(of(measured))).toList()) {
				JsonNode round = measured.at("/servers/" + server.id() + "/rounds/0");
				assertThat(round.path("operations").asLong()).as("%s in %s", server, measured).isPositive();
				assertThat(round.path("p50").asDouble()).isPositive();
			}
		}
	}

	private static Case of(JsonNode measured) {
		return Case.of(measured.get("case").asString());
	}

	@Test
	void readsOptions() {
		Options options = Options.parse(
				List.of("--quick", "--cases", "echo,memory", "--servers", "node,netty", "--seconds", "0.2"),
				this.directory);

		assertThat(options.cases()).containsExactly(Case.ECHO, Case.MEMORY);
		assertThat(options.servers()).containsExactly(Server.NODE, Server.NETTY);
		assertThat(options.rounds()).isEqualTo(1);
		assertThat(options.round()).hasMillis(200);
		assertThat(options.directory()).isEqualTo(this.directory);
	}

	@Test
	void otherVersionsTakePartIfTheyAreThere() {
		assertThat(Options.parse(List.of(), this.directory).servers())
			.contains(Server.STARTER, Server.NODE, Server.POLICY)
			.doesNotContain(Server.BASE, Server.OTHER);
		assertThat(Options.parse(List.of("--base", "../before"), this.directory).servers())
			.contains(Server.STARTER, Server.BASE, Server.BASE_EVENT_LOOP)
			.doesNotContain(Server.OTHER);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Options.parse(List.of("--servers", "starter,base"), this.directory))
			.withMessageContaining("--base");
	}

	@Test
	void refusesUnknownOptions() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(List.of("--cases", "tea"), this.directory))
			.withMessageContaining("tea")
			.withMessageContaining("echo-1k");
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(List.of("--fast"), this.directory))
			.withMessageContaining("--fast");
	}

}
