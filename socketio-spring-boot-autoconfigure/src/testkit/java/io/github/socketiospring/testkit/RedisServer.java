package io.github.socketiospring.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A Redis server of the distribution, in a process of its own on a free loopback port. It
 * keeps nothing on disk, so it is empty after each start. It ends with the virtual
 * machine, if nobody has closed it before.
 */
public final class RedisServer implements AutoCloseable {

	private final Path program;

	private final Path directory;

	private final List<String> options;

	private final int port;

	private Process process;

	private RedisServer(Path program, Path directory, int port, List<String> options) {
		this.program = program;
		this.directory = directory;
		this.port = port;
		this.options = options;
		this.process = launch();
	}

	/**
	 * Starts a server and waits until it answers.
	 * @param options of the program, such as {@code "--maxmemory", "2mb"}
	 */
	public static RedisServer start(String... options) {
		Path program = ServerProcess.program("redis-server", "redis-server");
		return ServerProcess.start("redis",
				(directory, port) -> new RedisServer(program, directory, port, List.of(options)));
	}

	private Process launch() {
		List<String> command = new ArrayList<>(
				List.of(this.program.toString(), "--port", String.valueOf(this.port), "--bind", "127.0.0.1", "--save",
						"", "--appendonly", "no", "--daemonize", "no", "--dir", this.directory.toString()));
		command.addAll(this.options);
		// It may be frozen.
		return ServerProcess.launch(command, this.directory, "Ready to accept connections", Process::destroyForcibly);
	}

	/** The port on the loopback address, the same after a restart. */
	public int port() {
		return this.port;
	}

	/** What clients connect to, such as the property {@code spring.data.redis.url}. */
	public String url() {
		return "redis://127.0.0.1:" + this.port;
	}

	/** Opens a connection. */
	public RedisConnection connect() {
		return new RedisConnection(this.port);
	}

	/** Sends one command: {@link RedisConnection#call(Object...)}. */
	public @Nullable Object call(Object... words) {
		try (RedisConnection connection = connect()) {
			return connection.call(words);
		}
	}

	/** Sends one command: {@link RedisConnection#text(Object...)}. */
	public String text(Object... words) {
		try (RedisConnection connection = connect()) {
			return connection.text(words);
		}
	}

	/** Changes a setting of the running server, until it stops. */
	public void configure(String name, String value) {
		call("CONFIG", "SET", name, value);
	}

	/** Ends the process in order, and waits for that. */
	public void stop() {
		this.process.destroy();
		awaitEnd();
	}

	/** Ends the process by {@code kill -9}, and waits for that. */
	public void kill() {
		this.process.destroyForcibly();
		awaitEnd();
	}

	/** Starts a server again that was stopped or killed, on the same port. */
	public void restart() {
		if (this.process.isAlive()) {
			throw new IllegalStateException("Redis is running");
		}
		this.process = launch();
	}

	boolean isRunning() {
		return this.process.isAlive();
	}

	/** Stops the process where it is; connections stay, and nothing is answered. */
	public void freeze() {
		Programs.signal(this.process, "STOP");
	}

	/** Lets the process go on. */
	public void thaw() {
		Programs.signal(this.process, "CONT");
	}

	private void awaitEnd() {
		this.process.onExit().join();
	}

	@Override
	public void close() {
		// It has nothing to save, and may be frozen.
		kill();
		ServerProcess.delete(this.directory);
	}

}
