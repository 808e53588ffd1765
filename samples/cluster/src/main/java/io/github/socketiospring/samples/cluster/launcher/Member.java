package io.github.socketiospring.samples.cluster.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process of the cluster. Thread-safe; it starts once, and where it ends, somebody
 * makes another.
 */
final class Member {

	private static final int START_SECONDS = 120;

	private static final int STOP_SECONDS = 15;

	private static final int POLL_MILLIS = 20;

	private static final int SHOWN_LINES = 20;

	private final String name;

	private final int port;

	private final Path log;

	private final Process process;

	private Member(String name, int port, Path log, Process process) {
		this.name = name;
		this.port = port;
		this.log = log;
		this.process = process;
	}

	/**
	 * Starts a process, and does not wait until it serves.
	 * @param name what the user reads
	 * @param port where it will listen
	 * @param directory where its output goes
	 * @param command the program and its arguments
	 */
	static Member start(String name, int port, Path directory, List<String> command) {
		Path log = directory.resolve(name + ".log");
		try {
			Process process = new ProcessBuilder(command).directory(directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			return new Member(name, port, log, process);
		}
		catch (IOException ex) {
			throw new LaunchException(name + " does not start: " + ex.getMessage());
		}
	}

	/** Waits until it listens. */
	void awaitOpen() throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
		while (!Ports.isOpen(this.port)) {
			if (!this.process.isAlive() || System.nanoTime() > end) {
				throw new LaunchException(this.name + " does not start. The end of " + this.log + ":\n" + tail());
			}
			TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
		}
	}

	private String tail() {
		try {
			List<String> lines = Files.readAllLines(this.log, StandardCharsets.UTF_8);
			return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	String name() {
		return this.name;
	}

	int port() {
		return this.port;
	}

	long pid() {
		return this.process.pid();
	}

	void awaitEnd() throws InterruptedException {
		this.process.waitFor();
	}

	/** Asks it to end, and does not wait for that. */
	void stop() {
		this.process.destroy();
	}

	/** Waits until it has ended, and sees to it if it takes too long. */
	void end() {
		try {
			this.process.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			if (!(ex.getCause() instanceof TimeoutException)) {
				throw ex;
			}
			this.process.destroyForcibly();
		}
	}

}
