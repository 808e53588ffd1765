package io.github.socketiospring.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JDK that servers run on, and what their virtual machines are told.
 */
public final class Jvm {

	/** Leak detection off, and one event loop on one core. */
	private static final List<String> SETTINGS = List.of("-Dio.netty.leakDetection.level=disabled",
			"-Dreactor.netty.ioWorkerCount=1");

	/** JDKs from this on warn of native code, which changes nothing else. */
	private static final int NATIVE_ACCESS_RELEASE = 24;

	private final Path home;

	private final List<String> flags;

	/**
	 * Creates the description of a JVM.
	 * @param home where the JDK is
	 * @param flags what JVMs are told, besides what is the same for all
	 */
	public Jvm(Path home, List<String> flags) {
		this.home = home;
		this.flags = new ArrayList<>(flags);
		this.flags.addAll(SETTINGS);
	}

	/**
	 * Returns the command that starts a program of this class path.
	 * @param main its class
	 * @param arguments its arguments
	 * @return the command
	 * @throws IOException if the JDK does not tell its version
	 */
	public List<String> command(Class<?> main, List<String> arguments) throws IOException {
		return command(System.getProperty("java.class.path"), main.getName(), arguments);
	}

	/**
	 * Returns the command that starts a program.
	 * @param classPath the class path
	 * @param main the name of its class
	 * @param arguments its arguments
	 * @return the command
	 * @throws IOException if the JDK does not tell its version
	 */
	public List<String> command(String classPath, String main, List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(this.home.resolve("bin").resolve("java").toString());
		command.addAll(this.flags);
		if (release() >= NATIVE_ACCESS_RELEASE) {
			command.add("--enable-native-access=ALL-UNNAMED");
		}
		command.addAll(List.of("-cp", classPath, main));
		command.addAll(arguments);
		return command;
	}

	/**
	 * Returns the JDK's {@code jcmd}.
	 * @return the program
	 */
	public Path jcmd() {
		return this.home.resolve("bin").resolve("jcmd");
	}

	/**
	 * Returns the JDK's version.
	 * @return the version, for example {@code 25.0.3}
	 * @throws IOException if the JDK does not tell it
	 */
	public String version() throws IOException {
		String release = Files.readString(this.home.resolve("release"));
		int start = release.indexOf("JAVA_VERSION=\"") + "JAVA_VERSION=\"".length();
		return release.substring(start, release.indexOf('"', start));
	}

	/**
	 * Returns the JDK's release.
	 * @return the first number of its version
	 * @throws IOException if the JDK does not tell it
	 */
	public int release() throws IOException {
		return Integer.parseInt(version().split("[.-]")[0]);
	}

	/**
	 * Returns what each JVM is told.
	 * @return the flags, separated by spaces
	 */
	public String flags() {
		return String.join(" ", this.flags);
	}

}
