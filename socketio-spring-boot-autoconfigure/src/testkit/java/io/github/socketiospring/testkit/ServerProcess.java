package io.github.socketiospring.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Starts programs of the distribution that serve clients: each in a directory of its own,
 * on a free loopback port. They end with the virtual machine at the latest.
 */
final class ServerProcess {

	private static final int WAIT_SECONDS = 60;

	private static final int ATTEMPTS = 5;

	private static final int LOG_LINES = 200;

	/** With how each is ended. */
	private static final Map<Process, Consumer<Process>> RUNNING = new ConcurrentHashMap<>();

	static {
		Runtime.getRuntime()
			.addShutdownHook(new Thread(() -> RUNNING.forEach((process, ending) -> ending.accept(process))));
	}

	private ServerProcess() {
	}

	/**
	 * Makes a server.
	 *
	 * @param <T> the server
	 */
	@FunctionalInterface
	interface Starter<T> {

		/**
		 * Starts a server.
		 * @param directory an empty directory, which is the server's to delete
		 * @param port a port that was free a moment ago
		 */
		T start(Path directory, int port) throws IOException, InterruptedException;

	}

	/**
	 * Starts a server, on another port if somebody else has taken the first one.
	 * @param name the server's name
	 * @param starter starts it
	 */
	static <T> T start(String name, Starter<T> starter) {
		for (int i = 1; true; i++) {
			Path directory = createDirectory(name);
			try {
				return starter.start(directory, Ports.free());
			}
			catch (IOException | InterruptedException | IllegalStateException ex) {
				delete(directory);
				if (i == ATTEMPTS) {
					throw new IllegalStateException("no " + name + " starts", ex);
				}
			}
		}
	}

	/** Finds a program, if need be after its installation. */
	static Path program(String name, String debianPackage) {
		try {
			return Programs.findOrInstall(List.of(name), debianPackage)
				.orElseThrow(() -> new IllegalStateException("no " + name + " here, and it may not be installed"));
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Launches a process and waits until its log says that it is ready.
	 * @param command the program and its options
	 * @param directory where it runs
	 * @param readyText what a line of its log contains then
	 * @param ending ends it with the virtual machine
	 */
	static Process launch(List<String> command, Path directory, String readyText, Consumer<Process> ending) {
		CompletableFuture<Void> ready = new CompletableFuture<>();
		Process process;
		try {
			process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		RUNNING.put(process, ending);
		Thread reader = new Thread(() -> readLog(process, readyText, ready), "server-log");
		reader.setDaemon(true);
		reader.start();
		try {
			ready.get(WAIT_SECONDS, TimeUnit.SECONDS);
			return process;
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			process.destroyForcibly();
			throw new IllegalStateException(command.get(0) + " does not start: " + ex.getMessage(), ex);
		}
	}

	private static void readLog(Process process, String readyText, CompletableFuture<Void> ready) {
		List<String> lines = new ArrayList<>();
		try (BufferedReader log = process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = log.readLine(); line != null; line = log.readLine()) {
				if (line.contains(readyText)) {
					ready.complete(null);
				}
				if (lines.size() < LOG_LINES) {
					lines.add(line);
				}
			}
		}
		catch (IOException ex) {
			lines.add(ex.toString());
		}
		finally {
			RUNNING.remove(process);
			ready.completeExceptionally(new IllegalStateException(String.join("\n", lines)));
		}
	}

	private static Path createDirectory(String name) {
		try {
			return Files.createTempDirectory(name);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Deletes a directory, and what a server that ends may delete, too. */
	static void delete(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
