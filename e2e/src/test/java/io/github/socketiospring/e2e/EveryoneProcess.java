package io.github.socketiospring.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A program with some clients in the demo's room: it says how many they are, is told how
 * many others each of them has, and says when everybody has heard everybody.
 */
final class EveryoneProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	/**
	 * Starts a program.
	 * @param directory where to run it
	 * @param command the program and its arguments
	 */
	EveryoneProcess(Path directory, List<String> command) throws IOException {
		this.process = new ProcessBuilder(command).directory(directory.toAbsolutePath().toFile())
			.redirectErrorStream(true)
			.start();
		this.output = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Waits until its clients are in the room.
	 * @return how many they are
	 */
	int awaitReady() throws IOException {
		return Integer.parseInt(await("ready ").substring("ready ".length()));
	}

	/** Lets each client say something, which all others must acknowledge. */
	void speak(int total) throws IOException {
		this.process.getOutputStream().write(((total - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
		this.process.getOutputStream().flush();
		await("all heard");
	}

	private String await(String start) throws IOException {
		StringBuilder other = new StringBuilder();
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			if (line.startsWith(start)) {
				return line;
			}
			other.append(line).append('\n');
		}
		throw new AssertionError("the program has ended without \"" + start + "\":\n" + other);
	}

	@Override
	public void close() throws IOException {
		this.process.getOutputStream().close();
		this.process.destroy();
		assertThat(this.process.onExit().join().isAlive()).isFalse();
	}

}
