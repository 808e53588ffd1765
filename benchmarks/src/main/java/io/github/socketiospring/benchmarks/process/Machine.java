package io.github.socketiospring.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the figures are from.
 */
public final class Machine {

	private static final String MODEL = "model name";

	private Machine() {
	}

	/**
	 * Describes the machine.
	 * @param processors how many processors it has
	 * @return processors and operating system
	 * @throws IOException if the system does not let itself be read
	 */
	public static String description(int processors) throws IOException {
		return processors + " processors" + processorModel() + ", " + System.getProperty("os.name") + " "
				+ System.getProperty("os.arch");
	}

	private static String processorModel() throws IOException {
		Path info = Path.of("/proc/cpuinfo");
		if (!Files.exists(info)) {
			return "";
		}
		return Files.readAllLines(info)
			.stream()
			.filter((line) -> line.startsWith(MODEL))
			.findFirst()
			.map((line) -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
			.orElse("");
	}

}
