package io.github.socketiospring.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.socketiospring.benchmarks.load.LoadException;
import io.github.socketiospring.benchmarks.load.LoadLoop;
import io.github.socketiospring.benchmarks.process.Cores;
import io.github.socketiospring.benchmarks.process.ServerProcess;

/**
 * Compares servers, and is their load generator.
 */
public final class BenchmarkRun {

	/**
	 * Clients that leave and come back make JVMs compile much anew, so they do that often
	 * enough before anything is measured.
	 */
	private static final int WARM_UPS = 3;

	private final Options options;

	private final Installation installation;

	private final Cores cores;

	private final Results results = new Results();

	BenchmarkRun(Options options, Path module) {
		this.options = options;
		this.installation = new Installation(module, options.java(), options.jvmFlags(), options.checkouts());
		this.cores = options.pinned() ? Cores.detect() : Cores.unused();
	}

	/**
	 * Runs the benchmark and writes its results.
	 * @param args the directory of this module, then options
	 * @throws IOException if the results cannot be written
	 * @throws InterruptedException if interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		Path module = Path.of(args[0]);
		List<String> arguments = Arrays.asList(args).subList(1, args.length);
		if (arguments.contains("--help") || arguments.contains("-h")) {
			System.out.print(Options.usage());
			return;
		}
		Options options;
		try {
			options = Options.parse(arguments, module.resolve("target").resolve("run"));
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage() + "\n\n" + Options.usage());
			System.exit(2);
			return;
		}
		Results results = new BenchmarkRun(options, module).run();
		results.failures().forEach((failure) -> System.err.println("FAILED: " + failure));
		System.exit(results.failures().isEmpty() ? 0 : 1);
	}

	/**
	 * Runs everything and writes the results.
	 */
	Results run() throws IOException, InterruptedException {
		long start = System.nanoTime();
		int processors = Runtime.getRuntime().availableProcessors();
		Setting setting = Setting.of(this.options, this.installation, this.cores, processors);
		setting.toMap().forEach((name, value) -> say(name + ": " + value));
		this.cores.pinThisProcess();
		List<Case> possible = possibleCases();
		List<Server> servers = prepare(possible);
		try (LoadLoop loop = new LoadLoop()) {
			Measurement measurement = new Measurement(loop, this.options.many());
			for (Case.Group group : Case.Group.values()) {
				List<Case> cases = possible.stream().filter((value) -> value.group() == group).toList();
				List<Server> serving = servers.stream()
					.filter((server) -> cases.stream().anyMatch(server::serves))
					.toList();
				if (group == Case.Group.MEMORY) {
					measureMemory(serving, measurement);
				}
				else if (!serving.isEmpty()) {
					compare(cases, serving, measurement);
				}
			}
		}
		Files.createDirectories(this.options.directory());
		new Report(setting, this.results).write(this.options.directory());
		say("took " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
		return this.results;
	}

	/** Those that need more connections than this machine allows are left out. */
	private List<Case> possibleCases() throws IOException {
		if (FileLimit.allows(this.options.many())) {
			return this.options.cases();
		}
		say("without cases of " + this.options.many() + " connections: not so many open files are allowed");
		return this.options.cases().stream().filter((value) -> !value.needsMany()).toList();
	}

	/** Servers that cannot be had are left out. */
	private List<Server> prepare(List<Case> possible) {
		List<Server> ready = new ArrayList<>();
		for (Server server : this.options.servers()) {
			try {
				if (possible.stream().anyMatch(server::serves)) {
					this.installation.prepare(server);
					ready.add(server);
				}
			}
			catch (IOException ex) {
				say("without " + server.label() + ": " + ex.getMessage());
			}
		}
		return ready;
	}

	private void compare(List<Case> cases, List<Server> servers, Measurement measurement)
			throws IOException, InterruptedException {
		Map<Server, ServerProcess> processes = new EnumMap<>(Server.class);
		try {
			for (Server server : servers) {
				processes.put(server, start(server, cases.get(0).group()));
			}
			for (Server server : servers) {
				warmUp(cases, server, processes.get(server), measurement);
			}
			for (Case measured : cases) {
				compare(measured, new ArrayList<>(servers), processes, measurement);
			}
		}
		finally {
			for (ServerProcess process : processes.values()) {
				process.close();
			}
		}
	}

	private void warmUp(List<Case> cases, Server server, ServerProcess process, Measurement measurement)
			throws InterruptedException {
		Duration share = this.options.warmUp().dividedBy((long) WARM_UPS * cases.size());
		say("warm-up of " + server.label());
		for (int i = 0; i < WARM_UPS; i++) {
			for (Case measured : cases.stream().filter(server::serves).toList()) {
				try {
					measurement.warmUp(process, measured, share);
				}
				catch (LoadException ex) {
					fail(measured, server, ex);
				}
			}
		}
	}

	private void compare(Case measured, List<Server> servers, Map<Server, ServerProcess> processes,
			Measurement measurement) throws InterruptedException {
		say(measured.label());
		for (int i = 0; i < measured.rounds(this.options.rounds()); i++) {
			for (Server server : List.copyOf(servers)) {
				if (!server.serves(measured)) {
					continue;
				}
				try {
					Round round = measurement.measure(processes.get(server), measured, this.options.round());
					this.results.add(measured, server, round);
					say(String.format(Locale.ROOT, "  %-20s %,12.0f per CPU-second, server %3.0f %%, load %3.0f %%",
							server.id(), round.perCpuSecond(), 100 * round.cpuSeconds() / round.seconds(),
							100 * round.loadCpuSeconds() / round.seconds()));
				}
				catch (LoadException ex) {
					fail(measured, server, ex);
					servers.remove(server);
				}
			}
			Collections.reverse(servers);
		}
	}

	private void measureMemory(List<Server> servers, Measurement measurement) throws IOException, InterruptedException {
		for (Server server : servers) {
			try (ServerProcess process = start(server, Case.Group.MEMORY)) {
				Memory memory = measurement.memory(process, server.isJvm() ? this.installation.jcmd() : null);
				this.results.add(server, memory);
				say("memory of " + server.label() + ": " + memory);
			}
			catch (LoadException ex) {
				fail(Case.MEMORY, server, ex);
			}
		}
	}

	private ServerProcess start(Server server, Case.Group group) throws IOException {
		List<String> command = new ArrayList<>(this.installation.command(server));
		command.addAll(group.options());
		return ServerProcess.start(this.cores.pin(command));
	}

	private void fail(Case measured, Server server, LoadException cause) {
		String failure = measured.label() + ", " + server.label() + ": " + cause.getMessage();
		if (cause.getCause() != null) {
			failure += ": " + cause.getCause();
		}
		this.results.addFailure(failure);
		say("FAILED: " + failure);
	}

	private static void say(String text) {
		System.out.println(text);
	}

}
