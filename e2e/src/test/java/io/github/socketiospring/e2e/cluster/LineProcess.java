package io.github.socketiospring.e2e.cluster;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.e2e.NodeScript;
import io.github.socketiospring.testkit.Programs;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A script in Node.js that is asked by lines of JSON, answers in the same way and reports
 * events: {@code src/test/node/cluster-lines.mjs}. It ends when this virtual machine
 * does.
 */
final class LineProcess implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final int WAIT_SECONDS = 20;

	private static final String BYTES = "$bytes";

	private final String name;

	private final Process process;

	private final BufferedWriter input;

	private final Map<Integer, CompletableFuture<@Nullable Object>> questions = new ConcurrentHashMap<>();

	private final Map<String, BlockingQueue<Map<String, Object>>> events = new ConcurrentHashMap<>();

	private int lastQuestion;

	/**
	 * Starts a script; the event "ready" says that it serves.
	 * @param script its file
	 * @param settings its argument
	 */
	LineProcess(String script, Map<String, ?> settings) {
		this.name = script;
		try {
			this.process = new ProcessBuilder("node", script, JSON.writeValueAsString(settings))
				.directory(NodeScript.DIRECTORY.toFile())
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.input = this.process.outputWriter(StandardCharsets.UTF_8);
		Thread reader = new Thread(this::read, script);
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		try (BufferedReader output = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				take(line);
			}
		}
		catch (IOException ex) {
			// It was killed.
		}
		this.questions.values().forEach((question) -> question.completeExceptionally(ended()));
		this.events.values().forEach((queue) -> queue.add(Map.of()));
	}

	@SuppressWarnings("unchecked")
	private void take(String line) {
		Map<String, Object> message = (Map<String, Object>) fromLine(JSON.readValue(line, Map.class));
		if (message.get("event") instanceof String event) {
			queue(event).add(message);
			return;
		}
		CompletableFuture<@Nullable Object> question = this.questions.remove(message.get("id"));
		if (question == null) {
			throw new IllegalStateException("nobody has asked for " + line);
		}
		if (message.get("error") instanceof String error) {
			question.completeExceptionally(new RefusedException(error, message.get("responses")));
		}
		else {
			question.complete(message.get("result"));
		}
	}

	private IllegalStateException ended() {
		return new IllegalStateException(this.name + " has ended");
	}

	private BlockingQueue<Map<String, Object>> queue(String event) {
		return this.events.computeIfAbsent(event, (key) -> new LinkedBlockingQueue<>());
	}

	/** Waits for the next event of a kind. */
	Map<String, Object> next(String event) {
		try {
			Map<String, Object> next = queue(event).poll(WAIT_SECONDS, TimeUnit.SECONDS);
			if (next == null || next.isEmpty()) {
				throw new AssertionError("no event " + event + " of " + this.name);
			}
			return next;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Asks without waiting. */
	synchronized CompletableFuture<@Nullable Object> askLater(String operation, Map<String, ?> question) {
		int id = ++this.lastQuestion;
		CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
		this.questions.put(id, answer);
		Map<String, Object> line = new LinkedHashMap<>(question);
		line.put("id", id);
		line.put("op", operation);
		try {
			this.input.write(JSON.writeValueAsString(toLine(line)));
			this.input.newLine();
			this.input.flush();
		}
		catch (IOException ex) {
			throw ended();
		}
		return answer;
	}

	/** Asks, and waits for the answer. */
	@Nullable Object ask(String operation, Map<String, ?> question) {
		return ClusterServer.await(askLater(operation, question));
	}

	void freeze() {
		Programs.signal(this.process, "STOP");
	}

	void thaw() {
		Programs.signal(this.process, "CONT");
	}

	void kill() {
		this.process.destroyForcibly();
		this.process.onExit().join();
	}

	/** Waits until it has ended by itself. */
	void awaitEnd() {
		this.process.onExit().orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
	}

	@Override
	public void close() {
		kill();
	}

	private static @Nullable Object toLine(@Nullable Object value) {
		if (value instanceof byte[] bytes) {
			return Map.of(BYTES, Base64.getEncoder().encodeToString(bytes));
		}
		if (value instanceof Map<?, ?> map) {
			Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
			map.forEach((key, element) -> copy.put(key, toLine(element)));
			return copy;
		}
		if (value instanceof Iterable<?> elements) {
			List<@Nullable Object> copy = new ArrayList<>();
			elements.forEach((element) -> copy.add(toLine(element)));
			return copy;
		}
		return value;
	}

	private static @Nullable Object fromLine(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			if (map.get(BYTES) instanceof String text) {
				return Base64.getDecoder().decode(text);
			}
			Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
			map.forEach((key, element) -> copy.put(key, fromLine(element)));
			return copy;
		}
		if (value instanceof List<?> elements) {
			List<@Nullable Object> copy = new ArrayList<>();
			elements.forEach((element) -> copy.add(fromLine(element)));
			return copy;
		}
		return value;
	}

	/**
	 * The script could not do what it was asked to.
	 */
	static final class RefusedException extends RuntimeException {

		private final transient @Nullable Object responses;

		RefusedException(String message, @Nullable Object responses) {
			super(message);
			this.responses = responses;
		}

		/** The acknowledgements that did arrive. */
		@Nullable Object responses() {
			return this.responses;
		}

	}

}
