package io.github.socketiospring.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes results as JSON, with every round, and as Markdown tables.
 */
final class ClusterReport {

	private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private final ClusterSetting setting;

	private final ClusterResults results;

	ClusterReport(ClusterSetting setting, ClusterResults results) {
		this.setting = setting;
		this.results = results;
	}

	void write(Path directory) throws IOException {
		Files.writeString(directory.resolve("results.json"), toJson());
		String markdown = new ClusterTables(this.setting, this.results).toMarkdown();
		Files.writeString(directory.resolve("results.md"), markdown);
		System.out.println();
		System.out.println(markdown);
		System.out.println("results.json and results.md are in " + directory);
	}

	private String toJson() {
		List<Object> cases = new ArrayList<>();
		for (ClusterCase measured : this.results.cases()) {
			for (int size : this.results.sizes(measured)) {
				Map<String, Object> rounds = new LinkedHashMap<>();
				for (Kind kind : this.results.kinds()) {
					rounds.put(kind.id(), this.results.rounds(measured, size, kind));
				}
				cases.add(Map.of("case", measured.id(), "size", size, "rounds", rounds));
			}
		}
		Map<String, Object> polls = new LinkedHashMap<>();
		for (Polls each : Polls.values()) {
			polls.put(each.name(), this.results.rounds(each));
		}
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("setting", this.setting.toMap());
		report.put("cases", cases);
		report.put("polls", polls);
		report.put("failures", this.results.failures());
		return MAPPER.writeValueAsString(report) + "\n";
	}

}
