package io.github.socketiospring.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.socketiospring.testkit.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The benchmark of clusters runs, in its shortest form. The load generator has checked
 * that everyone got everything once if nothing has failed.
 */
@Timeout(180)
class ClusterRunTests {

	@TempDir
	private Path directory;

	@Test
	void comparesClusters() throws IOException, InterruptedException {
		List<ClusterCase> cases = List.of(ClusterCase.ALL, ClusterCase.ROOM, ClusterCase.ACK);
		List<Kind> kinds = List.of(Kind.REDIS, Kind.SHARDED);

		ClusterResults results = run(cases, kinds);

		assertThat(results.failures()).isEmpty();
		assertThat(results.cases()).isEqualTo(cases);
		assertThat(results.sizes(ClusterCase.ALL)).containsExactly(1, 2);
		assertThat(results.sizes(ClusterCase.ROOM)).containsExactly(2);
		for (ClusterCase measured : cases) {
			for (int size : results.sizes(measured)) {
				for (Kind kind : kinds) {
					assertFigures(results.rounds(measured, size, kind), size);
				}
			}
		}
		assertThat(this.directory.resolve("results.md")).content()
			.contains("starter, `redis`", "starter, `redis-sharded`", ClusterCase.ACK.label(), "What Redis does");
		JsonNode json = JsonMapper.shared().readTree(Files.readString(this.directory.resolve("results.json")));
		assertThat(json.get("cases")).hasSize(5);
		assertThat(json.at("/cases/0/rounds/redis/0/cpuSeconds")).hasSize(1);
	}

	private static void assertFigures(List<ClusterRound> rounds, int size) {
		assertThat(rounds).hasSize(1).first().satisfies((round) -> {
			assertThat(round.operations()).isPositive();
			assertThat(round.cpuSeconds()).hasSize(size);
			assertThat(round.redis().commands()).isPositive();
			assertThat(round.bytesIn()).isGreaterThan(32);
			assertThat(round.p50()).isPositive();
		});
	}

	@Test
	void measuresRequestsThatAreHandedOn() throws IOException, InterruptedException {
		ClusterResults results = run(List.of(ClusterCase.POLL), List.of(Kind.REDIS));

		assertThat(results.failures()).isEmpty();
		for (Polls polls : Polls.values()) {
			assertThat(results.rounds(polls)).hasSize(1)
				.first()
				.satisfies((round) -> assertThat(round.operations()).isPositive());
		}
		assertThat(results.rounds(Polls.HANDED_ON).get(0).micros(1))
			.isGreaterThan(results.rounds(Polls.RIGHT).get(0).micros(1));
		assertThat(this.directory.resolve("results.md")).content().contains(Polls.HANDED_ON.label());
	}

	private ClusterResults run(List<ClusterCase> cases, List<Kind> kinds) throws IOException, InterruptedException {
		String redis = Programs.findOrInstall(List.of("redis-server"), "redis-server").orElseThrow().toString();
		ClusterOptions options = new ClusterOptions(cases, kinds, List.of(2, 1), 6, 1, Duration.ofMillis(100),
				Duration.ZERO, Path.of(System.getProperty("java.home")), List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"),
				redis, this.directory, false);
		return new ClusterRun(options, Path.of("")).run();
	}

	@Test
	void readsOptions() {
		ClusterOptions options = ClusterOptions.parse(List.of("--quick", "--cases", "all,poll", "--servers",
				"node-redis,redis", "--sizes", "1,8,2", "--seconds", "0.3"), this.directory);

		assertThat(options.cases()).containsExactly(ClusterCase.ALL, ClusterCase.POLL);
		assertThat(options.kinds()).containsExactly(Kind.NODE_REDIS, Kind.REDIS);
		assertThat(options.sizes()).containsExactly(8, 2, 1);
		assertThat(options.rounds()).isEqualTo(1);
		assertThat(options.round()).hasMillis(300);
		assertThat(ClusterOptions.usage()).contains("empty", "node-redis-streams");
	}

	@Test
	void refusesWhatMakesNoSense() {
		for (String[] wrong : new String[][] { { "--cases", "tea" }, { "--servers", "tea" }, { "--sizes", "0,1" },
				{ "--fast", "1" }, { "--cases" } }) {
			assertThatIllegalArgumentException().isThrownBy(() -> ClusterOptions.parse(List.of(wrong), this.directory));
		}
	}

	@Test
	void saysThatThereIsNoRedis() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> RedisProcess.start(this.directory.resolve("no-redis").toString()))
			.withMessageContaining("--redis");
	}

}
