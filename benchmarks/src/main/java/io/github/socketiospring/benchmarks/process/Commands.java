package io.github.socketiospring.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs other programs to their end.
 */
public final class Commands {

	private Commands() {
	}

	/**
	 * Runs a program and returns what it prints.
	 * @param command the program and its arguments
	 * @return all that it prints
	 * @throws IOException if it is not there, or fails
	 */
	public static String output(List<String> command) throws IOException {
		return output(command, Path.of(""));
	}

	/**
	 * Runs a program in a directory and returns what it prints.
	 * @param command the program and its arguments
	 * @param directory where it runs
	 * @return all that it prints
	 * @throws IOException if it is not there, or fails
	 */
	public static String output(List<String> command, Path directory) throws IOException {
		Process process = new ProcessBuilder(command).directory(directory.toAbsolutePath().toFile())
			.redirectErrorStream(true)
			.start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			if (process.waitFor() != 0) {
				throw new IOException(String.join(" ", command) + " failed: " + output);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return output;
	}

}
