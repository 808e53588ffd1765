package io.github.socketiospring.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A PostgreSQL server of the distribution, in a process of its own on a free loopback
 * port, with an empty database, which everybody may use. It ends with the virtual
 * machine, if nobody has closed it before.
 */
public final class PostgresServer implements AutoCloseable {

	private final Path directory;

	private final int port;

	private Process process;

	private PostgresServer(Path directory, int port) {
		this.directory = directory;
		this.port = port;
		this.process = launch();
	}

	/** Starts a server and waits until it answers. */
	public static PostgresServer start() {
		return ServerProcess.start("postgres", (directory, port) -> {
			initialize(directory);
			return new PostgresServer(directory, port);
		});
	}

	/** PostgreSQL does not run as root. */
	private static List<String> command(String name, String... options) {
		String program = ServerProcess.program(name, "postgresql").toString();
		List<String> command = new ArrayList<>();
		if (isRoot()) {
			command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
		}
		command.add(program);
		command.addAll(List.of(options));
		return command;
	}

	private static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	private static void initialize(Path directory) throws IOException, InterruptedException {
		if (isRoot()) {
			Files.setOwner(directory,
					directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
		}
		Process initdb = new ProcessBuilder(command("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8",
				"--locale=C", "--no-sync", "--pgdata=" + data(directory)))
			.directory(directory.toFile())
			.redirectErrorStream(true)
			.start();
		String output = new String(initdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (initdb.waitFor() != 0) {
			throw new IllegalStateException(output);
		}
	}

	private static String data(Path directory) {
		return directory.resolve("data").toString();
	}

	private Process launch() {
		return ServerProcess.launch(
				command("postgres", "-D", data(this.directory), "-p", String.valueOf(this.port), "-c",
						"listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off", "-c",
						"shared_buffers=16MB"),
				this.directory, "database system is ready to accept connections", Process::destroy);
	}

	/** The port on the loopback address, the same after a restart. */
	public int port() {
		return this.port;
	}

	/** What clients in Node.js connect to. */
	public String url() {
		return "postgres://postgres@127.0.0.1:" + this.port + "/postgres";
	}

	/** What clients in Java connect to, as {@code spring.datasource.url}. */
	public String jdbcUrl() {
		return jdbcUrl(this.port);
	}

	/** What clients in Java connect to, by way of a proxy. */
	public static String jdbcUrl(int port) {
		return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
	}

	/** Ends the process and all connections in order, and waits for that. */
	public void stop() {
		end("INT");
	}

	/** Ends the process and all connections at once, as a crash would. */
	public void kill() {
		end("QUIT");
	}

	private void end(String signal) {
		if (this.process.isAlive()) {
			Programs.signal(this.process, signal);
			this.process.onExit().join();
		}
	}

	/** Starts a server again that was stopped or killed, on the same port. */
	public void restart() {
		if (this.process.isAlive()) {
			throw new IllegalStateException("PostgreSQL is running");
		}
		this.process = launch();
	}

	@Override
	public void close() {
		kill();
		ServerProcess.delete(this.directory);
	}

}
