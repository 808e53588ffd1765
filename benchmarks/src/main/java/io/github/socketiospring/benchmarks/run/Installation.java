package io.github.socketiospring.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.benchmarks.PolicyServerProcess;
import io.github.socketiospring.benchmarks.metered.MeteredServer;
import io.github.socketiospring.benchmarks.process.Commands;
import io.github.socketiospring.benchmarks.process.Jvm;
import io.github.socketiospring.benchmarks.process.NodePackages;
import io.github.socketiospring.benchmarks.server.NettyServer;
import io.github.socketiospring.benchmarks.server.ReactorNettyServer;
import io.github.socketiospring.benchmarks.server.StarterServer;

/**
 * Knows how to start each server, and fetches those that are not part of this build.
 */
final class Installation {

	private static final int VIRTUAL_THREADS_RELEASE = 21;

	private static final String EVENT_LOOP = "--socketio.handlers.execution=event-loop";

	private static final String PLAIN_EXECUTOR = "--benchmarks.plain-executor=true";

	private static final String VIRTUAL_THREADS = "--spring.threads.virtual.enabled=true";

	/** Where this module's sources are. */
	private final Path module;

	private final Jvm jvm;

	private final NodePackages node;

	private final Map<Server.Build, OtherBuild> builds = new EnumMap<>(Server.Build.class);

	private final Set<Server.Build> prepared = EnumSet.of(Server.Build.THIS);

	Installation(Path module, Path java, List<String> jvmFlags, Map<Server.Build, Path> checkouts) {
		this.module = module;
		checkouts.forEach((build, checkout) -> this.builds.put(build,
				new OtherBuild(checkout, module, build.name().toLowerCase(Locale.ROOT))));
		this.jvm = new Jvm(java, jvmFlags);
		this.node = new NodePackages(module);
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
			case NODE -> this.node.install();
			case NETTY_SOCKETIO -> Commands.output(List.of("mvn", "-q", "-B", "process-classes"), nettySocketIO());
			case STARTER_VIRTUAL, BASE_VIRTUAL, OTHER_VIRTUAL -> {
				if (this.jvm.release() < VIRTUAL_THREADS_RELEASE) {
					throw new IOException("JDK " + this.jvm.release() + " has no virtual threads");
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

	/**
	 * Returns the command that starts a server.
	 */
	List<String> command(Server server) throws IOException {
		return switch (server) {
			case STARTER_EVENT_LOOP -> java(StarterServer.class, EVENT_LOOP);
			case STARTER -> java(StarterServer.class);
			case STARTER_VIRTUAL -> java(StarterServer.class, VIRTUAL_THREADS);
			case STARTER_PLAIN -> java(StarterServer.class, PLAIN_EXECUTOR);
			case STARTER_METERED -> java(MeteredServer.class);
			case STARTER_EVENT_LOOP_METERED -> java(MeteredServer.class, EVENT_LOOP);
			case BASE, OTHER -> java(build(server).classPath(), StarterServer.class.getName());
			case BASE_EVENT_LOOP, OTHER_EVENT_LOOP ->
				java(build(server).classPath(), StarterServer.class.getName(), EVENT_LOOP);
			case BASE_VIRTUAL, OTHER_VIRTUAL ->
				java(build(server).classPath(), StarterServer.class.getName(), VIRTUAL_THREADS);
			case BASE_PLAIN -> java(build(server).classPath(), StarterServer.class.getName(), PLAIN_EXECUTOR);
			case NODE -> this.node.server(List.of());
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
		return this.jvm.jcmd();
	}

	/**
	 * Returns the version of the JDK the servers run on.
	 */
	String javaVersion() throws IOException {
		return this.jvm.version();
	}

	/**
	 * Returns what each JVM is told.
	 */
	String flags() {
		return this.jvm.flags();
	}

	private List<String> java(Class<?> main, String... arguments) throws IOException {
		return this.jvm.command(main, List.of(arguments));
	}

	private List<String> java(String classPath, String main, String... arguments) throws IOException {
		return this.jvm.command(classPath, main, List.of(arguments));
	}

	private String nettySocketIOClassPath() throws IOException {
		Path target = this.module.resolve("target").resolve("netty-socketio").toAbsolutePath();
		return target.resolve("classes") + ":" + Files.readString(target.resolve("classpath"));
	}

	private Path nettySocketIO() {
		return this.module.resolve("netty-socketio");
	}

}
