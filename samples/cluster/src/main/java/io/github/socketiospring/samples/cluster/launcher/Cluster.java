package io.github.socketiospring.samples.cluster.launcher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.socketiospring.samples.cluster.ClusterApplication;

/**
 * All processes of the sample. A process that ends is started again, as a supervisor in
 * production would, after a pause that shows what the others do without it.
 */
final class Cluster {

	static final List<String> SERVERS = List.of("alder", "birch", "cedar");

	/** Longer than the page waits before it connects again. */
	private static final int PAUSE_SECONDS = 5;

	private final Programs.Found programs;

	private final int port;

	private final Path directory;

	private final CountDownLatch stopping = new CountDownLatch(1);

	/** By name, the first to start at the beginning. */
	private final Map<String, Member> members = new LinkedHashMap<>();

	/**
	 * Creates a cluster that does not run yet.
	 * @param programs what to start
	 * @param port of the load balancer
	 * @param directory for configuration and logs
	 */
	Cluster(Programs.Found programs, int port, Path directory) {
		this.programs = programs;
		this.port = port;
		this.directory = directory;
	}

	/** Starts everything, and returns when all of it serves. */
	void start() throws InterruptedException {
		try {
			Files.createDirectories(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		List<Integer> ports = Ports.after(this.port, SERVERS.size() + 1);
		int redisPort = ports.get(SERVERS.size());
		Map<String, Integer> servers = new LinkedHashMap<>();
		SERVERS.forEach((server) -> servers.put(server, ports.get(servers.size())));

		Supplier<Member> redis = () -> redis(redisPort);
		List<Supplier<Member>> starters = new ArrayList<>();
		servers.forEach((name, serverPort) -> starters.add(() -> server(name, serverPort, redisPort)));
		Path configuration = this.programs.balancer().configure(this.directory, this.port, servers);
		Supplier<Member> balancer = () -> balancer(configuration);

		say("Starting ...");
		open(redis);
		List<Member> started = new ArrayList<>();
		for (Supplier<Member> starter : starters) {
			started.add(launch(starter));
		}
		for (int i = 0; i < started.size(); i++) {
			serve(started.get(i), starters.get(i));
		}
		open(balancer);
		say("");
		say("Open this page in two windows:  http://127.0.0.1:" + this.port + "/");
		say("Logs are in " + Path.of("").toAbsolutePath().relativize(this.directory) + ". Ctrl+C ends everything.");
	}

	private Member redis(int redisPort) {
		return Member.start("redis", redisPort, this.directory,
				List.of(this.programs.redis().toString(), "--port", String.valueOf(redisPort), "--bind", "127.0.0.1",
						"--save", "", "--appendonly", "no", "--daemonize", "no", "--dir", this.directory.toString()));
	}

	private Member server(String name, int serverPort, int redisPort) {
		// Of the same class path as this process. Starts quickly and stays small.
		return Member.start(name, serverPort, this.directory,
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx192m", "-cp", classPath(), ClusterApplication.class.getName(),
						"--sample.server=" + name, "--server.port=" + serverPort, "--server.address=127.0.0.1",
						"--socketio.adapter.internal-address=127.0.0.1", "--spring.data.redis.port=" + redisPort));
	}

	/** The servers run in another directory. */
	private static String classPath() {
		List<String> entries = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			entries.add(Path.of(entry).toAbsolutePath().toString());
		}
		return String.join(File.pathSeparator, entries);
	}

	private Member balancer(Path configuration) {
		Balancer balancer = this.programs.balancer();
		return Member.start(balancer.program(), this.port, this.directory,
				balancer.command(this.programs.balancerProgram(), configuration));
	}

	/** Starts a process, unless everything is about to end. */
	private Member launch(Supplier<Member> starter) throws InterruptedException {
		synchronized (this.members) {
			if (isStopping()) {
				throw new InterruptedException();
			}
			Member member = starter.get();
			this.members.put(member.name(), member);
			return member;
		}
	}

	private void open(Supplier<Member> starter) throws InterruptedException {
		serve(launch(starter), starter);
	}

	private void serve(Member member, Supplier<Member> starter) throws InterruptedException {
		try {
			member.awaitOpen();
		}
		catch (LaunchException ex) {
			if (isStoppingSoon()) {
				throw new InterruptedException();
			}
			throw ex;
		}
		say("%-8s 127.0.0.1:%d  process %d".formatted(member.name(), member.port(), member.pid()));
		Thread keeper = new Thread(() -> keep(member, starter), "keep " + member.name());
		keeper.setDaemon(true);
		keeper.start();
	}

	/** Waits until a process ends, and starts it again. */
	private void keep(Member member, Supplier<Member> starter) {
		try {
			member.awaitEnd();
			if (isStoppingSoon()) {
				return;
			}
			say(member.name() + " has ended, and starts again in " + PAUSE_SECONDS + " seconds");
			if (!this.stopping.await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
				open(starter);
			}
		}
		catch (LaunchException ex) {
			say(ex.getMessage());
		}
		catch (InterruptedException ex) {
			// Everything ends.
		}
	}

	/** Waits until {@link #stop} is called. */
	void awaitEnd() throws InterruptedException {
		this.stopping.await();
	}

	private boolean isStopping() {
		return this.stopping.getCount() == 0;
	}

	/** Ctrl+C reaches all processes at once, and this one may not be the first. */
	private boolean isStoppingSoon() throws InterruptedException {
		return this.stopping.await(1, TimeUnit.SECONDS);
	}

	/** Ends everything, and returns when that is done. */
	void stop() {
		List<Member> running;
		synchronized (this.members) {
			this.stopping.countDown();
			running = new ArrayList<>(this.members.values());
		}
		// Servers that stop in order take leave of Redis.
		List<Member> others = running.stream().filter((member) -> !member.name().equals("redis")).toList();
		others.forEach(Member::stop);
		others.forEach(Member::end);
		running.forEach(Member::stop);
		running.forEach(Member::end);
	}

	private static void say(String line) {
		System.out.println(line);
	}

}
