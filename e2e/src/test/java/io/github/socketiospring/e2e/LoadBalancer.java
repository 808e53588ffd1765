package io.github.socketiospring.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.github.socketiospring.testkit.Programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A load balancer of the distribution, installed where it is missing.
 *
 * @param process its process
 */
record LoadBalancer(Process process) implements AutoCloseable {

	/**
	 * Starts nginx.
	 * @param directory for its files
	 * @param site the contents of its {@code http} block
	 * @param port where it listens then
	 */
	static LoadBalancer nginx(Path directory, String site, int port) throws IOException, InterruptedException {
		Path program = program("nginx");
		StringBuilder main = new StringBuilder("daemon off;\npid ").append(directory.resolve("nginx.pid"))
			.append(";\nevents {\n}\nhttp {\naccess_log off;\n");
		for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
			main.append(kind).append("_temp_path ").append(directory.resolve(kind)).append(";\n");
		}
		Path file = Files.writeString(directory.resolve("nginx.conf"), main + site + "}\n");
		return start(directory, port, program.toString(), "-e", "stderr", "-c", file.toString());
	}

	/**
	 * Starts HAProxy.
	 * @param directory for its files
	 * @param configuration its configuration
	 * @param port where it listens then
	 */
	static LoadBalancer haproxy(Path directory, String configuration, int port)
			throws IOException, InterruptedException {
		Path program = program("haproxy");
		Path file = Files.writeString(directory.resolve("haproxy.cfg"), configuration);
		return start(directory, port, program.toString(), "-db", "-f", file.toString());
	}

	private static Path program(String name) throws IOException, InterruptedException {
		Optional<Path> program = Programs.findOrInstall(List.of(name), name);
		assumeTrue(program.isPresent(), () -> "no " + name + " here, and it may not be installed");
		return program.get();
	}

	private static LoadBalancer start(Path directory, int port, String... command) throws IOException {
		Path output = directory.resolve(Path.of(command[0]).getFileName() + ".log");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		LoadBalancer balancer = new LoadBalancer(process);
		await().until(() -> !process.isAlive() || isOpen(port));
		assertThat(process.isAlive()).as(() -> read(output)).isTrue();
		return balancer;
	}

	private static boolean isOpen(int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("127.0.0.1", port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().join();
	}

}
