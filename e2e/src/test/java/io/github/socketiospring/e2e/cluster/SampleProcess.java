package io.github.socketiospring.e2e.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The command {@code samples/cluster/run}, as somebody has typed it.
 */
final class SampleProcess implements AutoCloseable {

	private static final int WAIT_SECONDS = 180;

	private static final String END = "(end of the output)";

	/** Stands before its number. */
	private static final String PROCESS = "  process ";

	private final Process process;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private final List<String> seen = new ArrayList<>();

	private SampleProcess(Process process) {
		this.process = process;
		Thread reader = new Thread(this::read, "sample");
		reader.setDaemon(true);
		reader.start();
	}

	/** Runs the command with what the build has made. */
	static SampleProcess run(String... options) throws IOException {
		List<String> command = Stream
			.concat(Stream.of(Path.of("..", "samples", "cluster", "run").toString(), "--no-build"), Stream.of(options))
			.toList();
		return new SampleProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	private void read() {
		try (BufferedReader output = this.process.inputReader(StandardCharsets.UTF_8)) {
			output.lines().forEach(this.lines::add);
		}
		catch (IOException ex) {
			this.lines.add(ex.toString());
		}
		this.lines.add(END);
	}

	/** Waits for a line of the output, from where the last one was found. */
	String awaitLine(Predicate<String> wanted) throws InterruptedException {
		while (true) {
			String line = this.lines.poll(WAIT_SECONDS, TimeUnit.SECONDS);
			if (line == null || line.equals(END)) {
				throw new AssertionError("not in the output:\n" + String.join("\n", this.seen));
			}
			this.seen.add(line);
			if (wanted.test(line)) {
				return line;
			}
		}
	}

	/** All processes that it has started, and that run now. */
	List<ProcessHandle> children() {
		return this.process.descendants().toList();
	}

	/** The process of a server whose start was seen. */
	ProcessHandle processOf(String server) {
		String line = this.seen.stream()
			.filter((each) -> each.startsWith(server + " ") && each.contains(PROCESS))
			.reduce((before, last) -> last)
			.orElseThrow();
		return ProcessHandle.of(Long.parseLong(line.substring(line.indexOf(PROCESS) + PROCESS.length()))).orElseThrow();
	}

	/** Waits until it has ended by itself. */
	int awaitEnd() throws InterruptedException {
		if (!this.process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
			throw new AssertionError("still running:\n" + String.join("\n", this.seen));
		}
		return this.process.exitValue();
	}

	/** Ends it, as Ctrl+C does: builds may run where that signal is ignored. */
	void end() {
		this.process.toHandle().destroy();
	}

	@Override
	public void close() {
		end();
		try {
			awaitEnd();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.process.destroyForcibly();
		}
	}

}
