package io.github.socketiospring.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds programs, installs Debian's package where that is allowed, and sends signals.
 */
public final class Programs {

	private static final int INSTALLATION_MINUTES = 5;

	private static final Path LOCK = Path.of(System.getProperty("java.io.tmpdir"), "socketio-programs.lock");

	private static final Path SERVICE_POLICY = Path.of("/usr/sbin/policy-rc.d");

	private Programs() {
	}

	/**
	 * Finds a program, if need be after its installation.
	 * @param names what it may be called
	 * @param debianPackage the package it is in
	 * @return its file, or nothing if there is none and none may be installed
	 */
	public static Optional<Path> findOrInstall(List<String> names, String debianPackage)
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
	public static Optional<Path> findOrInstall(List<String> names, Predicate<Path> condition, List<String> debianPackages)
			throws IOException, InterruptedException {
		Optional<Path> found = find(names, condition);
		return (found.isPresent() || !mayInstall()) ? found : install(names, condition, debianPackages);
	}

	/** One process of tests installs at a time. */
	private static Optional<Path> install(List<String> names, Predicate<Path> condition, List<String> debianPackages)
			throws IOException, InterruptedException {
		synchronized (Programs.class) {
			try (FileChannel lock = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
				// It ends with the channel.
				lock.lock();
				Optional<Path> found = find(names, condition);
				if (found.isEmpty()) {
					install(debianPackages);
					found = find(names, condition);
				}
				return found;
			}
		}
	}

	/**
	 * Sends a signal to a process.
	 * @param process the process
	 * @param name the signal's name, such as STOP
	 */
	public static void signal(Process process, String name) {
		try {
			run("sh", "-c", "kill -" + name + " " + process.pid());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void install(List<String> debianPackages) throws IOException, InterruptedException {
		run("apt-get", "update");
		// Debian starts a service as soon as it is installed, unless this says no.
		boolean allowed = Files.notExists(SERVICE_POLICY);
		if (allowed) {
			Files.writeString(SERVICE_POLICY, "#!/bin/sh\nexit 101\n");
			Files.setPosixFilePermissions(SERVICE_POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
		}
		try {
			run(Stream
				.concat(Stream.of("apt-get", "install", "--yes", "--no-install-recommends"), debianPackages.stream())
				.toArray(String[]::new));
		}
		finally {
			if (allowed) {
				Files.delete(SERVICE_POLICY);
			}
		}
	}

	private static boolean mayInstall() {
		return "root".equals(System.getProperty("user.name"))
				&& find(List.of("apt-get"), (program) -> true).isPresent();
	}

	private static Optional<Path> find(List<String> names, Predicate<Path> condition) {
		// Servers are in a directory that users may not have in their path.
		List<Path> directories = Stream
			.of(Stream.of(System.getenv("PATH").split(":")).map(Path::of), Stream.of(Path.of("/usr/sbin")), postgres())
			.flatMap((some) -> some)
			.toList();
		return names.stream()
			.flatMap((name) -> directories.stream().map((directory) -> directory.resolve(name)))
			.filter(Files::isExecutable)
			.filter(condition)
			.findFirst();
	}

	/** Debian has a directory for each version. */
	private static Stream<Path> postgres() {
		Path versions = Path.of("/usr/lib/postgresql");
		if (Files.notExists(versions)) {
			return Stream.empty();
		}
		try (Stream<Path> found = Files.list(versions)) {
			return found.map((version) -> version.resolve("bin")).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
