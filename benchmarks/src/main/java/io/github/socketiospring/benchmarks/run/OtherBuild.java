package io.github.socketiospring.benchmarks.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import io.github.socketiospring.benchmarks.process.Commands;
import io.github.socketiospring.benchmarks.server.StarterServer;

/**
 * Another version of the starter, in a checkout of its own. It is built there, and this
 * module's {@link StarterServer} is compiled against it: so both versions are measured
 * with the same program.
 */
final class OtherBuild {

	private final Path checkout;

	private final Path sources;

	private final Path classes;

	/**
	 * Creates a build that is not made yet.
	 * @param checkout where the other version is checked out
	 * @param module where this module's sources are
	 * @param name tells it from others
	 */
	OtherBuild(Path checkout, Path module, String name) {
		this.checkout = checkout;
		this.sources = module.resolve("src/main/java");
		this.classes = module.resolve("target").resolve(name).toAbsolutePath();
	}

	/**
	 * Builds it.
	 * @throws IOException if that fails
	 */
	void prepare() throws IOException {
		Commands.output(List.of("mvn", "-q", "-B", "-pl", "benchmarks", "-am", "-Dmaven.test.skip=true", "package"),
				this.checkout);
		Files.createDirectories(this.classes);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		ByteArrayOutputStream problems = new ByteArrayOutputStream();
		String server = StarterServer.class.getPackageName().replace('.', '/');
		int result = compiler.run(null, problems, problems, "--release", "17", "-parameters", "-proc:none", "-nowarn",
				"-cp", libraries(), "-sourcepath", this.sources.toString(), "-d", this.classes.toString(),
				this.sources.resolve(server).resolve("StarterServer.java").toString(),
				this.sources.resolve(server).resolve("TextController.java").toString(),
				this.sources.resolve(server).resolve("PlainExecutor.java").toString());
		if (result != 0) {
			throw new IOException("The server cannot be compiled against " + this.checkout + ": "
					+ problems.toString(StandardCharsets.UTF_8));
		}
	}

	/**
	 * Returns the class path of the server.
	 */
	String classPath() throws IOException {
		return this.classes + ":" + libraries();
	}

	private String libraries() throws IOException {
		return Files.readString(this.checkout.resolve("benchmarks/target/classpath")).strip();
	}

}
