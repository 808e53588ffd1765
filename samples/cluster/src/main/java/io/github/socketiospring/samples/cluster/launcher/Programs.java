package io.github.socketiospring.samples.cluster.launcher;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds what is installed.
 *
 * @param directories where to look
 */
record Programs(List<Path> directories) {

	private static final String REDIS = "redis-server";

	/**
	 * Those of the path, and those that servers are in where they are not in the path.
	 */
	static Programs ofThisMachine() {
		String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
		return new Programs(Stream
			.concat(Stream.of(path.split(File.pathSeparator)),
					Stream.of("/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/opt/homebrew/bin"))
			.filter((directory) -> !directory.isEmpty())
			.map(Path::of)
			.toList());
	}

	/**
	 * Finds all that is needed.
	 * @param options says which load balancer, or that any will do
	 * @return where they are
	 * @throws LaunchException if something is missing; the message says how to install it
	 */
	Found find(Options options) {
		List<Balancer> wanted = (options.balancer() != null) ? List.of(options.balancer()) : List.of(Balancer.values());
		Optional<Path> redis = find(REDIS);
		Optional<Balancer> balancer = wanted.stream().filter((each) -> find(each.program()).isPresent()).findFirst();
		if (redis.isPresent() && balancer.isPresent()) {
			return new Found(redis.get(), balancer.get(), find(balancer.get().program()).orElseThrow());
		}
		List<String> missing = new ArrayList<>();
		if (redis.isEmpty()) {
			missing.add(REDIS);
		}
		if (balancer.isEmpty()) {
			missing.add(wanted.get(0).program());
		}
		String packages = String.join(" ", missing);
		throw new LaunchException("""
				Not installed: %s. On Debian and Ubuntu:
				    sudo apt-get install %s
				On macOS:
				    brew install %s
				Or use containers: see samples/cluster/README.md.""".formatted(String.join(", ", missing), packages,
				packages.replace(REDIS, "redis")));
	}

	private Optional<Path> find(String program) {
		return this.directories.stream()
			.map((directory) -> directory.resolve(program))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * What was found.
	 *
	 * @param redis the program
	 * @param balancer which load balancer there is
	 * @param balancerProgram its program
	 */
	record Found(Path redis, Balancer balancer, Path balancerProgram) {
	}

}
