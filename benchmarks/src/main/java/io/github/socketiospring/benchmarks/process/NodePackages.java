package io.github.socketiospring.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The server for Node.js and the packages it needs, in a directory of the build.
 */
public final class NodePackages {

	private static final List<String> FILES = List.of(".npmrc", "package.json", "package-lock.json", "server.js",
			"cluster.js");

	private final Path source;

	private final Path target;

	/**
	 * Creates what is not installed yet.
	 * @param module where this module's sources are
	 */
	public NodePackages(Path module) {
		this.source = module.resolve("node");
		this.target = module.resolve("target").resolve("node").toAbsolutePath();
	}

	/**
	 * Fetches the packages.
	 * @throws IOException if they, or npm, cannot be had
	 */
	public void install() throws IOException {
		Files.createDirectories(this.target);
		for (String file : FILES) {
			Files.copy(this.source.resolve(file), this.target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
		}
		Commands.output(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), this.target);
	}

	/**
	 * Returns the command that starts the server.
	 * @param arguments its arguments
	 * @return the command
	 */
	public List<String> server(List<String> arguments) {
		List<String> command = new ArrayList<>(List.of("node", this.target.resolve("server.js").toString()));
		command.addAll(arguments);
		return command;
	}

}
