package io.github.socketiospring.benchmarks.run;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.github.socketiospring.benchmarks.process.Cores;
import io.github.socketiospring.benchmarks.process.Machine;

/**
 * Where and how the figures were obtained.
 *
 * @param date the day
 * @param machine processors and operating system
 * @param cores which process runs where
 * @param jdk the JDK's version
 * @param flags what each JVM was told
 * @param method rounds and warm-up
 */
record Setting(String date, String machine, String cores, String jdk, String flags, String method) {

	static Setting of(Options options, Installation installation, Cores cores, int processors) throws IOException {
		String method = String.format(Locale.ROOT,
				"medians of %d interleaved rounds (%d for connections) of %.1f s, after %.0f CPU-seconds of warm-up "
						+ "for each group of cases%s",
				Case.ECHO.rounds(options.rounds()), Case.CONNECT.rounds(options.rounds()),
				options.round().toMillis() / 1000.0, options.warmUp().toMillis() / 1000.0,
				isWarm(options) ? "" : ", which is too little for the figures to mean anything");
		return new Setting(LocalDate.now().toString(), Machine.description(processors), cores.description(),
				installation.javaVersion(), installation.flags(), method);
	}

	private static boolean isWarm(Options options) {
		return options.warmUp().compareTo(Duration.ofSeconds(5)) >= 0;
	}

	Map<String, String> toMap() {
		Map<String, String> map = new LinkedHashMap<>();
		map.put("date", this.date);
		map.put("machine", this.machine);
		map.put("cores", this.cores);
		map.put("jdk", this.jdk);
		map.put("flags", this.flags);
		map.put("method", this.method);
		return map;
	}

}
