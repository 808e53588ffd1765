package io.github.socketiospring.benchmarks.cluster;

import java.util.List;

import io.github.socketiospring.benchmarks.cluster.ClusterCase.Role;
import io.github.socketiospring.benchmarks.load.ClusterLoad.ServerClients;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * What is made of what was measured.
 */
class ClusterResultsTests {

	private static final RedisFigures REDIS = new RedisFigures(120_000, 480_000, 2000, 0.02);

	private final ClusterResults results = new ClusterResults();

	@Test
	void costsAreForEachBroadcastAndServer() {
		ClusterRound round = round(0.1, 0.2, 0.01, 0.03);

		assertThat(round.micros(ClusterCase.EMPTY, Role.SENDER)).isEqualTo(100, within(1e-6));
		assertThat(round.micros(ClusterCase.EMPTY, Role.RECEIVER)).isEqualTo(200, within(1e-6));
		assertThat(round.micros(ClusterCase.EMPTY, Role.OTHER)).isEqualTo(20, within(1e-6));
		assertThat(round.micros(ClusterCase.ALL, Role.RECEIVER)).isEqualTo(80, within(1e-6));
		assertThat(round.micros(ClusterCase.ALL, Role.OTHER)).isNaN();
		assertThat(round.perCpuSecond()).isEqualTo(200_000 / 0.34, within(1e-3));
		assertThat(round.redisMicros()).isEqualTo(20, within(1e-6));
		assertThat(round.bytesIn()).isEqualTo(120);
		assertThat(round.bytesOut()).isEqualTo(480);
		assertThat(round.commands()).isEqualTo(2);
	}

	@Test
	void growthIsForEachServerThatIsAdded() {
		this.results.add(ClusterCase.EMPTY, 2, Kind.REDIS, round(0.1, 0.2));
		this.results.add(ClusterCase.EMPTY, 4, Kind.REDIS, round(0.2, 0.2, 0.5, 0.5));
		this.results.add(ClusterCase.EMPTY, 8, Kind.REDIS, round(0.118, 0.2, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5));

		assertThat(this.results.growth(ClusterCase.EMPTY, Kind.REDIS)).isEqualTo(0.01, within(1e-6));
		assertThat(this.results.growth(ClusterCase.EMPTY, Kind.SHARDED)).isNaN();
		assertThat(this.results.growth(ClusterCase.ROOM, Kind.REDIS)).isNaN();
	}

	@Test
	void oneServerAloneDoesNotGrow() {
		this.results.add(ClusterCase.EMPTY, 1, Kind.REDIS, round(0.1));
		this.results.add(ClusterCase.EMPTY, 2, Kind.REDIS, round(0.1, 0.2));

		assertThat(this.results.growth(ClusterCase.EMPTY, Kind.REDIS)).isNaN();
	}

	@Test
	void tablesCompareWithNode() {
		this.results.add(ClusterCase.ALL, 2, Kind.REDIS, round(0.1, 0.1));
		this.results.add(ClusterCase.ALL, 2, Kind.STREAMS, round(0.1, 0.3));
		this.results.add(ClusterCase.ALL, 2, Kind.NODE_REDIS, round(0.3, 0.5));

		assertThat(tables()).contains("| case | servers | starter, `redis` / Node, `createAdapter` | ")
			.contains("| to all, clients on all servers | 2 | 4.00 | 2.00 |\n")
			.contains("| 2 | 100.0 / 100.0 | 100.0 / 300.0 | 300.0 / 500.0 |\n")
			.contains("| 2 | 120 / 480 / 20.0 / 50,000 |");
	}

	@Test
	void eachIsComparedWithItsOwnKindIfThatWasMeasured() {
		this.results.add(ClusterCase.ALL, 2, Kind.REDIS, round(0.1, 0.1));
		this.results.add(ClusterCase.ALL, 2, Kind.STREAMS, round(0.1, 0.3));
		this.results.add(ClusterCase.ALL, 2, Kind.NODE_STREAMS, round(0.5, 0.5));

		assertThat(tables()).contains("| case | servers | starter, `redis-streams` / Node, streams |\n")
			.contains("| to all, clients on all servers | 2 | 2.50 |\n");
	}

	private String tables() {
		return new ClusterTables(new ClusterSetting("today", "here", "core 1", "25", "-Xmx1g", "7.0.15", "3 rounds"),
				this.results)
			.toMarkdown();
	}

	@Test
	void clientsAreWhereTheCaseWantsThem() {
		List<Integer> ports = List.of(1, 2, 3);

		assertThat(ClusterCase.ALL.clients(ports, 200)).containsExactly(new ServerClients(1, 67, 0),
				new ServerClients(2, 67, 0), new ServerClients(3, 66, 0));
		assertThat(ClusterCase.EMPTY.clients(ports, 200)).containsExactly(new ServerClients(1, 0, 0),
				new ServerClients(2, 200, 0), new ServerClients(3, 0, 0));
		assertThat(ClusterCase.ROOM.clients(ports, 200)).containsExactly(new ServerClients(1, 0, 0),
				new ServerClients(2, 200, 0), new ServerClients(3, 0, 25));
	}

	@Test
	void redisTellsWhatItHasDone() {
		RedisFigures figures = RedisFigures.parse("""
				# Stats
				total_commands_processed:12\r
				total_net_input_bytes:345\r
				total_net_output_bytes:6789\r
				# CPU
				used_cpu_sys:1.500000\r
				used_cpu_user:0.250000\r
				used_cpu_sys_children:9.000000\r
				""");

		assertThat(figures).isEqualTo(new RedisFigures(345, 6789, 12, 1.75));
		assertThat(figures.minus(new RedisFigures(45, 89, 2, 0.75))).isEqualTo(new RedisFigures(300, 6700, 10, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> RedisFigures.parse("total_commands_processed:12"))
			.withMessageContaining("total_net_input_bytes");
	}

	/** A round of 1,000 broadcasts to 200 clients. */
	private static ClusterRound round(Double... cpuSeconds) {
		return new ClusterRound(200_000, 1000, 1, List.of(cpuSeconds), REDIS, 100, 200);
	}

}
