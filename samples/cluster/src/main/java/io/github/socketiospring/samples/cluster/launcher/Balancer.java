package io.github.socketiospring.samples.cluster.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A load balancer. Its configuration is that of {@code compose.yaml}, with the addresses
 * of this machine.
 */
enum Balancer {

	NGINX("nginx", "nginx.conf") {

		@Override
		String complete(String configuration, Path directory) {
			StringBuilder main = new StringBuilder("daemon off;\n");
			main.append("pid ").append(quoted(directory.resolve("nginx.pid"))).append(";\n");
			main.append("error_log ").append(quoted(directory.resolve("nginx-error.log"))).append(";\n");
			main.append("events {\n}\nhttp {\naccess_log off;\n");
			for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
				main.append(kind)
					.append("_temp_path ")
					.append(quoted(directory.resolve("nginx-" + kind)))
					.append(";\n");
			}
			return main + configuration + "}\n";
		}

		@Override
		List<String> command(Path program, Path file) {
			return List.of(program.toString(), "-c", file.toString());
		}

	},

	HAPROXY("haproxy", "haproxy.cfg") {

		@Override
		String complete(String configuration, Path directory) {
			return configuration;
		}

		@Override
		List<String> command(Path program, Path file) {
			return List.of(program.toString(), "-db", "-f", file.toString());
		}

	};

	private static final String LOOPBACK = "127.0.0.1:";

	private final String program;

	private final String resource;

	Balancer(String program, String resource) {
		this.program = program;
		this.resource = resource;
	}

	String program() {
		return this.program;
	}

	abstract String complete(String configuration, Path directory);

	/** The arguments that start it in the foreground. */
	abstract List<String> command(Path program, Path file);

	/**
	 * Writes its configuration.
	 * @param directory where to
	 * @param port where it listens
	 * @param servers names and ports of the servers
	 * @return the file
	 */
	Path configure(Path directory, int port, Map<String, Integer> servers) {
		String configuration = read().replaceAll("(listen|bind) :?8080", "$1 " + LOOPBACK + port);
		for (Map.Entry<String, Integer> server : servers.entrySet()) {
			configuration = configuration.replace(server.getKey() + ":8080", LOOPBACK + server.getValue());
		}
		try {
			return Files.writeString(directory.resolve(this.resource), complete(configuration, directory));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String read() {
		try (InputStream file = Objects
			.requireNonNull(Balancer.class.getResourceAsStream("/balancer/" + this.resource))) {
			return new String(file.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String quoted(Path path) {
		return '"' + path.toString() + '"';
	}

}
