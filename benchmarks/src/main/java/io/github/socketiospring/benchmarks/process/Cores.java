package io.github.socketiospring.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the servers on one core and the load generator on another, where the machine has
 * {@code taskset} and two cores.
 */
public final class Cores {

	private static final String ALLOWED = "Cpus_allowed_list:";

	private final List<Integer> allowed;

	private final boolean usable;

	private Cores(List<Integer> allowed, boolean usable) {
		this.allowed = allowed;
		this.usable = usable;
	}

	/**
	 * Finds out which cores there are.
	 * @return the cores this process may use
	 */
	public static Cores detect() {
		List<Integer> allowed = allowed();
		return new Cores(allowed, allowed.size() > 1 && hasTaskset());
	}

	/**
	 * Lets every process run anywhere.
	 * @return no cores
	 */
	public static Cores unused() {
		return new Cores(List.of(), false);
	}

	/**
	 * Describes what is done, for the report.
	 * @return the description
	 */
	public String description() {
		return this.usable ? "servers on core " + first() + ", load generator on core " + last()
				: "not pinned to cores, so servers and load generator may disturb each other";
	}

	/**
	 * Makes a command run on the core of the servers.
	 * @param command the command
	 * @return the same, there
	 */
	public List<String> pin(List<String> command) {
		if (!this.usable) {
			return command;
		}
		List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(first())));
		pinned.addAll(command);
		return pinned;
	}

	/**
	 * Moves this process to the core of the load generator, with all its threads.
	 * @throws IOException if that fails
	 */
	public void pinThisProcess() throws IOException {
		move(ProcessHandle.current().pid(), last());
	}

	/**
	 * Moves a process to the core of the load generator, with all its threads.
	 * @param pid the process
	 * @throws IOException if that fails
	 */
	public void pinToLoad(long pid) throws IOException {
		move(pid, last());
	}

	/**
	 * Moves a process to the core of the servers, with all its threads.
	 * @param pid the process
	 * @throws IOException if that fails
	 */
	public void pinToServers(long pid) throws IOException {
		move(pid, first());
	}

	private void move(long pid, int core) throws IOException {
		if (this.usable) {
			Commands.output(List.of("taskset", "-a", "-c", "-p", Integer.toString(core), Long.toString(pid)));
		}
	}

	private int first() {
		return this.usable ? this.allowed.get(0) : 0;
	}

	private int last() {
		return this.usable ? this.allowed.get(this.allowed.size() - 1) : 0;
	}

	private static boolean hasTaskset() {
		try {
			Commands.output(List.of("taskset", "--version"));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** For example {@code 0-3,8}. */
	private static List<Integer> allowed() {
		List<Integer> allowed = new ArrayList<>();
		try {
			for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
				if (line.startsWith(ALLOWED)) {
					for (String range : line.substring(ALLOWED.length()).strip().split(",")) {
						String[] ends = range.split("-");
						for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
							allowed.add(i);
						}
					}
				}
			}
		}
		catch (IOException ex) {
			return List.of();
		}
		return allowed;
	}

}
