package io.github.socketiospring.benchmarks.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The CPU time of a process up to a moment, user and system.
 *
 * @param threads the sum of all threads that there are, in nanoseconds
 * @param process what the system says of the process as a whole, in nanoseconds, but in
 * steps of its clock
 */
public record CpuTime(long threads, long process) {

	/** Two counters, each with a step of 10 ms at either end. */
	private static final long TOLERANCE = Duration.ofMillis(40).toNanos();

	private static final Pattern COMPILER = Pattern.compile("C[12] Compiler");

	private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

	/**
	 * Reads the CPU time of a process.
	 * @param process the process
	 * @return its time up to now
	 * @throws IllegalStateException if it has ended, or this system tells no CPU time
	 */
	public static CpuTime of(ProcessHandle process) {
		long whole = process.info()
			.totalCpuDuration()
			.orElseThrow(() -> new IllegalStateException("The process has ended, or this system tells no CPU time"))
			.toNanos();
		long sum = sum(Path.of("/proc", Long.toString(process.pid()), "task"), (task) -> true);
		return new CpuTime((sum > 0) ? sum : whole, whole);
	}

	/**
	 * Reads what a JVM has used to compile, on Linux.
	 * @param pid the id of the process
	 * @return nanoseconds; 0 if it has no compiler, or the system does not tell
	 */
	static long ofCompilers(long pid) {
		return sum(Path.of("/proc", Long.toString(pid), "task"), CpuTime::compiles);
	}

	private static boolean compiles(Path task) {
		try {
			return COMPILER.matcher(Files.readString(task.resolve("comm"))).lookingAt();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static long sum(Path tasks, Predicate<Path> wanted) {
		long sum = 0;
		try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
			for (Path task : all) {
				sum += wanted.test(task) ? read(task.resolve("schedstat")) : 0;
			}
		}
		catch (IOException ex) {
			return 0;
		}
		return sum;
	}

	private static long read(Path file) {
		try {
			String text = Files.readString(file);
			return Long.parseLong(text.substring(0, text.indexOf(' ')));
		}
		catch (IOException ex) {
			// The thread has ended.
			return 0;
		}
	}

	/**
	 * Returns what the process has used since an earlier moment: by its threads, unless
	 * some have ended since, which take their time with them.
	 * @param before the earlier moment
	 * @return seconds
	 */
	public double secondsSince(CpuTime before) {
		long exact = this.threads - before.threads;
		long whole = this.process - before.process;
		return ((Math.abs(exact - whole) <= TOLERANCE) ? exact : whole) / NANOS_PER_SECOND;
	}

}
