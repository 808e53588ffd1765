package io.github.socketiospring.benchmarks.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Results with every round, for other programs.
 */
final class JsonReport {

	private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private final Setting setting;

	private final Results results;

	JsonReport(Setting setting, Results results) {
		this.setting = setting;
		this.results = results;
	}

	String toJson() {
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("setting", this.setting.toMap());
		List<Object> cases = new ArrayList<>();
		for (Case measured : this.results.cases()) {
			Map<String, Object> servers = new LinkedHashMap<>();
			this.results.rounds(measured).forEach((server, rounds) -> servers.put(server.id(), toMap(rounds)));
			cases.add(ordered("case", measured.id(), "label", measured.label(), "servers", servers));
		}
		report.put("cases", cases);
		Map<String, Object> memory = new LinkedHashMap<>();
		this.results.memory().forEach((server, value) -> memory.put(server.id(), value));
		report.put("memory", memory);
		report.put("failures", this.results.failures());
		return MAPPER.writeValueAsString(report) + "\n";
	}

	private static Map<String, Object> toMap(List<Round> rounds) {
		return ordered("perCpuSecond", Medians.of(rounds, Round::perCpuSecond), "perSecond",
				Medians.of(rounds, Round::perSecond), "rounds", rounds);
	}

	private static Map<String, Object> ordered(String first, Object firstValue, String second, Object secondValue,
			String third, Object thirdValue) {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put(first, firstValue);
		map.put(second, secondValue);
		map.put(third, thirdValue);
		return map;
	}

}
