package io.github.socketiospring.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many connections a process may have, here and in the servers it starts.
 */
final class FileLimit {

	private static final Path LIMITS = Path.of("/proc/self/limits");

	private static final String NAME = "Max open files";

	private static final String UNLIMITED = "unlimited";

	/** What a process has open besides its connections. */
	private static final int OTHERS = 500;

	private FileLimit() {
	}

	/**
	 * Tells whether there may be that many connections; {@code true} where nobody knows.
	 */
	static boolean allows(int connections) throws IOException {
		if (!Files.exists(LIMITS)) {
			return true;
		}
		for (String line : Files.readAllLines(LIMITS)) {
			if (line.startsWith(NAME)) {
				String soft = line.substring(NAME.length()).strip().split("\\s+")[0];
				return soft.equals(UNLIMITED) || Long.parseLong(soft) >= connections + OTHERS;
			}
		}
		return true;
	}

}
