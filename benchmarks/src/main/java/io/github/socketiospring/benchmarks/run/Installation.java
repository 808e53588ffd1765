package io.github.socketiospring.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.benchmarks.PolicyServerProcess;
import io.github.socketiospring.benchmarks.server.NettyServer;
import io.github.socketiospring.benchmarks.server.ReactorNettyServer;
import io.github.socketiospring.benchmarks.server.StarterServer;

/**
 * Knows how to start each server, and fetches those that are not part of this build.
 */
final class Installation {

	/** Leak detection off, and one event loop on one core. */
	private static final List<String> SETTINGS = List.of("-Dio.netty.leakDetection.level=disabled",
			"-Dreactor.netty.ioWorkerCount=1");

	private static final int VIRTUAL_THREADS_RELEASE = 21;

	/** JDKs from this on warn of native code, which changes nothing else. */
	private static final int NATIVE_ACCESS_RELEASE = 24;

	private static final String EVENT_LOOP = "--socketio.handlers.execution=event-loop";

	private static final String PLAIN_EXECUTOR = "--benchmarks.plain-executor=true";

	private static final String VIRTUAL_THREADS = "--spring.threads.virtual.enabled=true";

	/** Where this module's sources are. */
	private final Path module;

	private final Path java;

	private final List<String> jvmFlags;

	private final Map<Server.Build, OtherBuild> builds = new EnumMap<>(Server.Build.class);

	private final Set<Server.Build> prepared = EnumSet.of(Server.Build.THIS);

	Installation(Path module, Path java, List<String> jvmFlags, Map<Server.Build, Path> checkouts) {
		this.module = module;
		checkouts.forEach((build, checkout) -> this.builds.put(build,
				new OtherBuild(checkout, module, build.name().toLowerCase(Locale.ROOT))));
		this.java = java;
		this.jvmFlags = new ArrayList<>(jvmFlags);
		this.jvmFlags.addAll(SETTINGS);
	}

	/**
	 * Makes a server ready to be started.
	 * @throws IOException if it cannot be
	 */
	void prepare(Server server) throws IOException {
		if (this.prepared.add(server.build())) {
			build(server).prepare();
		}
		switch (server) {
			case NODE -> installNodePackages();
			case NETTY_SOCKETIO -> Commands.output(List.of("mvn", "-q", "-B", "process-classes"), nettySocketIO());
			case STARTER_VIRTUAL, BASE_VIRTUAL, OTHER_VIRTUAL -> {
				if (javaRelease() < VIRTUAL_THREADS_RELEASE) {
					throw new IOException("JDK " + javaRelease() + " has no virtual threads");
				}
			}
			default -> {
				// Part of this module.
			}
		}
	}

	private OtherBuild build(Server server) throws IOException {
		OtherBuild build = this.builds.get(server.build());
		if (build == null) {
			throw new IOException("no checkout is given");
		}
		return build;
	}

	private void installNodePackages() throws IOException {
		Path target = nodeTarget();
		Files.createDirectories(target);
		for (String file : List.of(".npmrc", "package.json", "package-lock.json", "server.js")) {
			Files.copy(this.module.resolve("node").resolve(file), target.resolve(file),
					StandardCopyOption.REPLACE_EXISTING);
		}
		Commands.output(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), target);
	}

	/**
	 * Returns the command that starts a server.
	 */
	List<String> command(Server server) throws IOException {
		return switch (server) {
			case STARTER_EVENT_LOOP -> java(StarterServer.class, EVENT_LOOP);
			case STARTER -> java(StarterServer.class);
			case STARTER_VIRTUAL -> java(StarterServer.class, VIRTUAL_THREADS);
			case STARTER_PLAIN -> java(StarterServer.class, PLAIN_EXECUTOR);
			case BASE, OTHER -> java(build(server).classPath(), StarterServer.class.getName());
			case BASE_EVENT_LOOP, OTHER_EVENT_LOOP ->
				java(build(server).classPath(), StarterServer.class.getName(), EVENT_LOOP);
			case BASE_VIRTUAL, OTHER_VIRTUAL ->
				java(build(server).classPath(), StarterServer.class.getName(), VIRTUAL_THREADS);
			case BASE_PLAIN -> java(build(server).classPath(), StarterServer.class.getName(), PLAIN_EXECUTOR);
			case NODE -> List.of("node", nodeTarget().resolve("server.js").toString());
			case NETTY_SOCKETIO ->
				java(nettySocketIOClassPath(), "io.github.socketiospring.benchmarks.nettysocketio.NettySocketIOServer");
			case REACTOR_SINK -> java(ReactorNettyServer.class, "sink");
			case REACTOR_DIRECT -> java(ReactorNettyServer.class, "direct");
			case NETTY -> java(NettyServer.class);
			case POLICY -> java(PolicyServerProcess.class, PolicyServerProcess.POLICY);
			case POLICY_FLOOR -> java(PolicyServerProcess.class, PolicyServerProcess.FLOOR);
		};
	}

	/**
	 * Returns the JDK's {@code jcmd}.
	 */
	Path jcmd() {
		return this.java.resolve("bin").resolve("jcmd");
	}

	/**
	 * Returns the version of the JDK the servers run on.
	 */
	String javaVersion() throws IOException {
		String release = Files.readString(this.java.resolve("release"));
		int start = release.indexOf("JAVA_VERSION=\"") + "JAVA_VERSION=\"".length();
		return release.substring(start, release.indexOf('"', start));
	}

	private int javaRelease() throws IOException {
		return Integer.parseInt(javaVersion().split("[.-]")[0]);
	}

	/**
	 * Returns what each JVM is told.
	 */
	String flags() {
		return String.join(" ", this.jvmFlags);
	}

	private List<String> java(Class<?> main, String... arguments) throws IOException {
		return java(System.getProperty("java.class.path"), main.getName(), arguments);
	}

	private List<String> java(String classPath, String main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(this.java.resolve("bin").resolve("java").toString());
		command.addAll(this.jvmFlags);
		if (javaRelease() >= NATIVE_ACCESS_RELEASE) {
			command.add("--enable-native-access=ALL-UNNAMED");
		}
		command.addAll(List.of("-cp", classPath, main));
		command.addAll(List.of(arguments));
		return command;
	}

	private String nettySocketIOClassPath() throws IOException {
		Path target = this.module.resolve("target").resolve("netty-socketio").toAbsolutePath();
		return target.resolve("classes") + ":" + Files.readString(target.resolve("classpath"));
	}

	private Path nettySocketIO() {
		return this.module.resolve("netty-socketio");
	}

	private Path nodeTarget() {
		return this.module.resolve("target").resolve("node").toAbsolutePath();
	}

}
