package io.github.socketiospring.benchmarks.start;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to start a JVM.
 *
 * @param name the name, for people
 * @param training what the JVM of the run that prepares it is told; none if nothing is to
 * be prepared
 * @param trained whether clients connect in that run
 * @param flags what the JVM is told
 */
record Way(String name, List<String> training, boolean trained, List<String> flags) {

	private static final String PROCESSED = "-Dspring.aot.enabled=true";

	private static final String AND_PROCESSED = ", processed ahead of time";

	/** From this release on, one run makes a cache. */
	private static final int CACHE_RELEASE = 25;

	/**
	 * Returns all that a JDK knows.
	 * @param release the JDK's release
	 * @param directory where archives and caches go
	 */
	static List<Way> of(int release, Path directory) {
		List<Way> ways = new ArrayList<>();
		ways.add(new Way("as it comes", List.of(), false, List.of()));
		ways.add(new Way("processed ahead of time", List.of(), false, List.of(PROCESSED)));
		addPair(ways, "class data archive", "-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=", false,
				directory.resolve("classes"));
		if (release >= CACHE_RELEASE) {
			addPair(ways, "AOT cache", "-XX:AOTCacheOutput=", "-XX:AOTCache=", false, directory.resolve("cache"));
			addPair(ways, "AOT cache of a run with clients", "-XX:AOTCacheOutput=", "-XX:AOTCache=", true,
					directory.resolve("trained"));
		}
		return ways;
	}

	private static void addPair(List<Way> ways, String name, String writing, String reading, boolean trained,
			Path file) {
		ways.add(new Way(name, List.of(writing + file), trained, List.of(reading + file)));
		ways.add(new Way(name + AND_PROCESSED, List.of(PROCESSED, writing + file + "-processed"), trained,
				List.of(PROCESSED, reading + file + "-processed")));
	}

}
