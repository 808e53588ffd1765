package io.github.socketiospring.benchmarks.cluster;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.github.socketiospring.benchmarks.process.Cores;
import io.github.socketiospring.benchmarks.process.Jvm;
import io.github.socketiospring.benchmarks.process.Machine;

/**
 * Where and how the figures were obtained.
 *
 * @param date the day
 * @param machine processors and operating system
 * @param cores which process runs where
 * @param jdk the JDK's version
 * @param flags what each JVM was told
 * @param redis the version of Redis
 * @param method rounds and warm-up
 */
record ClusterSetting(String date, String machine, String cores, String jdk, String flags, String redis,
		String method) {

	private static final Duration WARM = Duration.ofSeconds(5);

	private static final double MILLIS = 1000;

	static ClusterSetting of(ClusterOptions options, Jvm jvm, Cores cores, String redis, int processors)
			throws IOException {
		String method = String.format(Locale.ROOT,
				"%d clients; medians of %d interleaved rounds of %.1f s, after %.1f CPU-seconds of warm-up for each "
						+ "server%s",
				options.clients(), options.rounds(), options.round().toMillis() / MILLIS,
				options.warmUp().toMillis() / MILLIS, (options.warmUp().compareTo(WARM) >= 0) ? ""
						: ", which is too little for the figures to mean anything");
		return new ClusterSetting(LocalDate.now().toString(), Machine.description(processors), cores.description(),
				jvm.version(), jvm.flags(), redis, method);
	}

	Map<String, String> toMap() {
		Map<String, String> map = new LinkedHashMap<>();
		map.put("date", this.date);
		map.put("machine", this.machine);
		map.put("cores", this.cores);
		map.put("jdk", this.jdk);
		map.put("flags", this.flags);
		map.put("redis", this.redis);
		map.put("method", this.method);
		return map;
	}

}
