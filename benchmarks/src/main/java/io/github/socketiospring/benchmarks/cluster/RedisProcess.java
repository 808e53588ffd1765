package io.github.socketiospring.benchmarks.cluster;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Redis server in a process of its own, on a free port of the loopback address. It
 * keeps nothing.
 */
final class RedisProcess implements AutoCloseable {

	private static final String READY = "Ready to accept connections";

	private static final byte[] INFO = "INFO stats cpu\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final int CLOSE_SECONDS = 5;

	private final Process process;

	private final Thread end;

	private final Path directory;

	private final int port;

	private final Socket connection;

	/** What has been asked and answered here does not count. */
	private long asked;

	private long answered;

	private RedisProcess(Process process, Path directory, int port) throws IOException {
		this.process = process;
		this.directory = directory;
		this.port = port;
		this.end = new Thread(process::destroyForcibly, "redis-end");
		Runtime.getRuntime().addShutdownHook(this.end);
		awaitReady();
		this.connection = new Socket(InetAddress.getLoopbackAddress(), port);
	}

	/**
	 * Starts a server and waits until it answers.
	 * @param program the program, {@code redis-server} of the path or a file
	 * @throws IOException if it does not start
	 */
	static RedisProcess start(String program) throws IOException {
		Path directory = Files.createTempDirectory("redis");
		int port = freePort();
		Process process;
		try {
			process = new ProcessBuilder(program, "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "",
					"--appendonly", "no", "--daemonize", "no", "--dir", directory.toString())
				.redirectErrorStream(true)
				.start();
		}
		catch (IOException ex) {
			Files.delete(directory);
			throw new IOException("There is no " + program
					+ ": install redis-server 7 (\"apt-get install redis-server\"), or say where it is with --redis",
					ex);
		}
		try {
			return new RedisProcess(process, directory, port);
		}
		catch (IOException ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private void awaitReady() throws IOException {
		BufferedReader log = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		StringBuilder lines = new StringBuilder();
		for (String line = log.readLine(); line != null; line = log.readLine()) {
			if (line.contains(READY)) {
				Thread drain = new Thread(() -> drain(log), "redis-log");
				drain.setDaemon(true);
				drain.start();
				return;
			}
			lines.append(line).append('\n');
		}
		throw new IOException("Redis does not start: " + lines);
	}

	private static void drain(BufferedReader log) {
		try {
			log.transferTo(Writer.nullWriter());
		}
		catch (IOException ex) {
			// It has ended.
		}
	}

	int port() {
		return this.port;
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Returns what it has done so far, for others than this process.
	 */
	RedisFigures figures() {
		try {
			this.connection.getOutputStream().write(INFO);
			InputStream in = this.connection.getInputStream();
			String head = line(in);
			int length = Integer.parseInt(head.substring(1));
			String info = new String(in.readNBytes(length), StandardCharsets.US_ASCII);
			line(in);
			this.asked += INFO.length;
			RedisFigures own = new RedisFigures(this.asked, this.answered, 0, 0);
			this.answered += head.length() + length + 4;
			return RedisFigures.parse(info).minus(own);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Redis does not answer", ex);
		}
	}

	/** Returns a line without its end, which is a carriage return and a line feed. */
	private static String line(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next < 0) {
				throw new IOException("Redis has ended");
			}
			if (next != '\r') {
				line.write(next);
			}
		}
		return line.toString(StandardCharsets.US_ASCII);
	}

	@Override
	public void close() throws IOException, InterruptedException {
		this.connection.close();
		this.process.destroy();
		if (!this.process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
		Runtime.getRuntime().removeShutdownHook(this.end);
		Files.delete(this.directory);
	}

}
