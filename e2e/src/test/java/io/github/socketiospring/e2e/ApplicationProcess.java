package io.github.socketiospring.e2e;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An application in a process of its own, as somebody has started it with a command. What
 * it writes is read all the time. It must end when it is closed.
 */
public final class ApplicationProcess implements AutoCloseable {

	private static final int WAIT_SECONDS = 180;

	/**
	 * What Java is started with, also by a script. The second compiler takes half of the
	 * time, and nothing here runs long enough to win it back.
	 */
	private static final String FAST_START = "-XX:TieredStopAtLevel=1";

	private static final String END = "(end of the output)";

	/** What Boot's servers say: which they are, and their port. */
	private static final String STARTED = "(\\w+) started on port (\\d+)";

	private final Process process;

	private final Thread reader;

	private final Queue<String> output = new ConcurrentLinkedQueue<>();

	private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();

	private ApplicationProcess(List<String> command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("JDK_JAVA_OPTIONS", FAST_START);
		this.process = builder.start();
		this.reader = new Thread(this::read, "output of " + command.get(0));
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/** Starts a program. */
	public static ApplicationProcess start(List<String> command) throws IOException {
		return new ApplicationProcess(command);
	}

	/** Starts an application of Spring Boot on a free loopback port. */
	static ApplicationProcess startJava(String classPath, String mainClass, String... arguments) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		List<String> command = List.of(java, "-cp", classPath, mainClass, "--server.port=0",
				"--server.address=127.0.0.1");
		return start(Stream.concat(command.stream(), Stream.of(arguments)).toList());
	}

	/**
	 * Starts what {@code mvn spring-boot:run} does in a folder of {@code samples}, as the
	 * build has made it.
	 * @param name the folder
	 * @param mainClass its main class, without its package
	 */
	static ApplicationProcess startSample(String name, String mainClass) throws IOException {
		Path target = Path.of("..", "samples", name, "target");
		String classPath = target.resolve("classes") + File.pathSeparator
				+ Files.readString(target.resolve("classpath")).strip();
		return startJava(classPath, "io.github.socketiospring.samples." + name + "." + mainClass);
	}

	private void read() {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			lines.lines().forEach(this::add);
		}
		catch (IOException ex) {
			add(ex.toString());
		}
		this.unread.add(END);
	}

	private void add(String line) {
		this.output.add(line);
		this.unread.add(line);
	}

	/**
	 * Waits for a line of the output, from where the last one was found.
	 * @param pattern a regular expression for some part of it
	 */
	public MatchResult awaitLine(String pattern) throws InterruptedException {
		Pattern wanted = Pattern.compile(pattern);
		while (true) {
			String line = this.unread.poll(WAIT_SECONDS, TimeUnit.SECONDS);
			if (line == null || line.equals(END)) {
				throw new AssertionError("\"" + pattern + "\" is not in the output:\n" + output());
			}
			Matcher matcher = wanted.matcher(line);
			if (matcher.find()) {
				return matcher.toMatchResult();
			}
		}
	}

	/**
	 * Waits until it serves.
	 * @return the name of its web server, and its port
	 */
	MatchResult awaitStart() throws InterruptedException {
		return awaitLine(STARTED);
	}

	/**
	 * Waits until it serves.
	 * @return its address, without a path
	 */
	String awaitAddress() throws InterruptedException {
		return "http://127.0.0.1:" + awaitStart().group(2);
	}

	/** All that it has written. */
	public String output() {
		return String.join("\n", this.output);
	}

	/** All processes that it has started, and that run now. */
	public List<ProcessHandle> children() {
		return this.process.descendants().toList();
	}

	/** Waits until it has ended, and all of its output is there. */
	public int awaitEnd() throws InterruptedException {
		if (!this.process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
			throw new AssertionError("still running:\n" + output());
		}
		this.reader.join(TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
		return this.process.exitValue();
	}

	/**
	 * Asks it to end, as Ctrl+C does: builds may run where that signal is ignored. By its
	 * handle, for {@link Process#destroy()} closes what is being read.
	 */
	void end() {
		this.process.toHandle().destroy();
	}

	@Override
	public void close() {
		end();
		try {
			awaitEnd();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.process.destroyForcibly();
		}
	}

}
