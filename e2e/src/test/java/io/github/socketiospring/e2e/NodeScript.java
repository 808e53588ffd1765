package io.github.socketiospring.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs scripts with Node.js in the directory where the build has installed the clients.
 */
public final class NodeScript {

	/** Where the scripts and their packages are. */
	public static final Path DIRECTORY = Path.of("target", "node");

	private static final Duration TIME_LIMIT = Duration.ofSeconds(90);

	private NodeScript() {
	}

	/**
	 * Runs a script to its end, which must be a good one.
	 * @param script the script's file name
	 * @param arguments its arguments
	 * @return what it has written
	 */
	static String run(String script, String... arguments) throws IOException, InterruptedException {
		return run(DIRECTORY, Stream.concat(Stream.of("node", script), Stream.of(arguments)).toList());
	}

	/**
	 * Runs another program to its end, which must be a good one.
	 * @param directory where to run it
	 * @param command the program and its arguments
	 * @return what it has written
	 */
	static String run(Path directory, List<String> command) throws IOException, InterruptedException {
		// A file, because a pipe that nobody reads would stop the script.
		Path output = Files.createTempFile("client", ".log");
		try {
			Process process = new ProcessBuilder(command).directory(directory.toAbsolutePath().toFile())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			try {
				boolean ended = process.waitFor(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS);
				String text = Files.readString(output);
				assertThat(ended).as("%s ends within %s:%n%s", command, TIME_LIMIT, text).isTrue();
				assertThat(process.exitValue()).as("exit value of %s:%n%s", command, text).isZero();
				return text;
			}
			finally {
				process.destroyForcibly();
			}
		}
		finally {
			Files.delete(output);
		}
	}

}
