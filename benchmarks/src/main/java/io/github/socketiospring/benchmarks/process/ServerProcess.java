package io.github.socketiospring.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own. It prints its port, and ends when its standard input
 * does: with this process at the latest.
 */
public final class ServerProcess implements AutoCloseable {

	private static final Duration STEP = Duration.ofMillis(50);

	/** The steps in which CPU time is told. */
	private static final Duration TICK = Duration.ofMillis(10);

	private static final int MAX_STEPS = 60;

	private static final int BYTES_PER_KILOBYTE = 1024;

	private static final String RESIDENT = "VmRSS:";

	private static final String TOTAL = "Total";

	private final Process process;

	private final BufferedReader output;

	private final int port;

	private ServerProcess(Process process) throws IOException {
		this.process = process;
		this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		this.port = readPort();
		Thread drain = new Thread(this::drain, "server-output");
		drain.setDaemon(true);
		drain.start();
	}

	/**
	 * Starts a server and waits until it tells its port.
	 * @param command the program and its arguments
	 * @return the server
	 * @throws IOException if it does not start
	 */
	public static ServerProcess start(List<String> command) throws IOException {
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		try {
			return new ServerProcess(process);
		}
		catch (IOException ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	/** Whatever comes before the port is for people. */
	private int readPort() throws IOException {
		String line = this.output.readLine();
		while (line != null) {
			if (line.matches("\\d+")) {
				return Integer.parseInt(line);
			}
			System.err.println(line);
			line = this.output.readLine();
		}
		throw new IOException("The server has not started");
	}

	private void drain() {
		this.output.lines().forEach(System.err::println);
	}

	/**
	 * Returns the port it serves.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Returns the id of the process.
	 * @return the id
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Returns the CPU time of all its threads so far, user and system: on Linux from
	 * {@code /proc/<pid>/stat}.
	 * @return the time, in steps of 10 ms
	 */
	public Duration cpu() {
		return this.process.info()
			.totalCpuDuration()
			.orElseThrow(() -> new IllegalStateException("The server has ended, or this system tells no CPU time"));
	}

	/**
	 * Returns the CPU time of all its threads so far, as exactly as it can be had.
	 * @return the time
	 */
	public CpuTime cpuTime() {
		return CpuTime.of(this.process.toHandle());
	}

	/**
	 * Returns the CPU time that the compilers of its JVM have used so far.
	 * @return nanoseconds; 0 where there is none, or nobody tells
	 */
	public long compilerNanos() {
		return CpuTime.ofCompilers(pid());
	}

	/**
	 * Waits until the server has nothing more to do, or never seems to.
	 * @throws InterruptedException if interrupted
	 */
	public void awaitIdle() throws InterruptedException {
		Duration before = cpu();
		for (int i = 0; i < MAX_STEPS; i++) {
			Thread.sleep(STEP.toMillis());
			Duration now = cpu();
			if (now.minus(before).compareTo(TICK) <= 0) {
				return;
			}
			before = now;
		}
	}

	/**
	 * Returns how much memory the process has, in bytes, or 0 where nobody tells.
	 * @return the number of bytes
	 * @throws IOException if the system does not let itself be read
	 */
	public long residentBytes() throws IOException {
		Path status = Path.of("/proc", Long.toString(this.process.pid()), "status");
		if (!Files.exists(status)) {
			return 0;
		}
		for (String line : Files.readAllLines(status)) {
			if (line.startsWith(RESIDENT)) {
				return Long.parseLong(line.substring(RESIDENT.length()).replace("kB", "").strip()) * BYTES_PER_KILOBYTE;
			}
		}
		return 0;
	}

	/**
	 * Collects all garbage and returns how many bytes are left on the heap.
	 * @param jcmd the JDK's {@code jcmd}
	 * @return the number of bytes
	 * @throws IOException if it cannot be asked
	 */
	public long liveHeapBytes(Path jcmd) throws IOException {
		String pid = Long.toString(this.process.pid());
		String histogram = "";
		for (int i = 0; i < 2; i++) {
			histogram = Commands.output(List.of(jcmd.toString(), pid, "GC.class_histogram"));
		}
		String total = histogram.lines().filter((line) -> line.startsWith(TOTAL)).findFirst().orElseThrow();
		return Long.parseLong(total.strip().split("\\s+")[2]);
	}

	/**
	 * Tells the server to end, and waits as long as it takes.
	 * @throws IOException if it cannot be told
	 * @throws InterruptedException if interrupted
	 */
	public void end() throws IOException, InterruptedException {
		this.process.getOutputStream().close();
		this.process.waitFor();
	}

	@Override
	public void close() throws IOException, InterruptedException {
		this.process.getOutputStream().close();
		if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
	}

}
