package io.github.socketiospring.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds programs, and installs Debian's package where that is allowed.
 */
final class Programs {

	private static final int INSTALLATION_MINUTES = 5;

	private Programs() {
	}

	/**
	 * Finds a program, if need be after its installation.
	 * @param names what it may be called
	 * @param debianPackage the package it is in
	 * @return its file, or nothing if there is none and none may be installed
	 */
	static Optional<Path> findOrInstall(List<String> names, String debianPackage)
			throws IOException, InterruptedException {
		return findOrInstall(names, (program) -> true, List.of(debianPackage));
	}

	/**
	 * Finds a program that can do something, if need be after its installation.
	 * @param names what it may be called
	 * @param condition whether a program of that name will do
	 * @param debianPackages the packages that bring one
	 * @return its file, or nothing if there is none and none may be installed
	 */
	static Optional<Path> findOrInstall(List<String> names, Predicate<Path> condition, List<String> debianPackages)
			throws IOException, InterruptedException {
		Optional<Path> found = find(names, condition);
		if (found.isEmpty() && mayInstall()) {
			run("apt-get", "update");
			run(Stream
				.concat(Stream.of("apt-get", "install", "--yes", "--no-install-recommends"), debianPackages.stream())
				.toArray(String[]::new));
			found = find(names, condition);
		}
		return found;
	}

	private static boolean mayInstall() {
		return "root".equals(System.getProperty("user.name"))
				&& find(List.of("apt-get"), (program) -> true).isPresent();
	}

	private static Optional<Path> find(List<String> names, Predicate<Path> condition) {
		// Servers are in a directory that users may not have in their path.
		List<Path> directories = Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
			.map(Path::of)
			.toList();
		return names.stream()
			.flatMap((name) -> directories.stream().map((directory) -> directory.resolve(name)))
			.filter(Files::isExecutable)
			.filter(condition)
			.findFirst();
	}

	private static void run(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).inheritIO().start();
		try {
			if (!process.waitFor(INSTALLATION_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
				throw new IllegalStateException("Failed: " + String.join(" ", command));
			}
		}
		finally {
			process.destroy();
		}
	}

}
