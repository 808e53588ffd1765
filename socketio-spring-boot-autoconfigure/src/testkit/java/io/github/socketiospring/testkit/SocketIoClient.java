package io.github.socketiospring.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of Engine.IO 4 and Socket.IO protocol 5, over any wire.
 */
public class SocketIoClient implements KitClient, Wire.Receiver {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final int WAIT_SECONDS = 20;

	private static final Pattern PACKET = Pattern.compile("4([0-6])(?:(\\d+)-)?(?:(/[^,]*),?)?(\\d*)(.*)",
			Pattern.DOTALL);

	private final Wire wire;

	private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

	private final Map<String, CompletableFuture<String>> joins = new ConcurrentHashMap<>();

	private final Map<String, CountDownLatch> leaves = new ConcurrentHashMap<>();

	private final Map<Long, CompletableFuture<List<Object>>> calls = new ConcurrentHashMap<>();

	private final AtomicLong ids = new AtomicLong();

	private final CompletableFuture<String> opened = new CompletableFuture<>();

	private final CountDownLatch ended = new CountDownLatch(1);

	private final AtomicInteger heartbeats = new AtomicInteger();

	private final AtomicInteger answered = new AtomicInteger();

	private volatile boolean answering = true;

	/** The packet whose attachments are due. */
	private @Nullable Matcher pending;

	private final List<byte[]> attachments = new ArrayList<>();

	public SocketIoClient(Wire wire) {
		this.wire = wire;
	}

	// Receiving

	@Override
	public void frame(Object frame) {
		if (frame instanceof byte[] attachment) {
			this.attachments.add(attachment);
			deliverIfComplete();
			return;
		}
		String text = (String) frame;
		switch (text.charAt(0)) {
			case '0' -> this.opened.complete(text.substring(1));
			case '1' -> this.ended.countDown();
			case '2', '3' -> heartbeat(text);
			case '4' -> packet(text);
			case '6' -> {
			}
			default -> throw new IllegalStateException("unexpected frame " + text);
		}
	}

	protected void heartbeat(String ping) {
		if (!ping.equals("2")) {
			throw new IllegalStateException("unexpected frame " + ping);
		}
		this.heartbeats.incrementAndGet();
		if (this.answering) {
			CompletableFuture.runAsync(() -> {
				this.wire.send("3");
				this.answered.incrementAndGet();
			}, NewThread::start);
		}
	}

	private void packet(String text) {
		Matcher packet = PACKET.matcher(text);
		if (this.pending != null || !packet.matches()) {
			throw new IllegalStateException("unexpected packet " + text);
		}
		this.pending = packet;
		deliverIfComplete();
	}

	private void deliverIfComplete() {
		Matcher packet = this.pending;
		if (packet == null) {
			throw new IllegalStateException("attachment without a packet");
		}
		int due = (packet.group(2) != null) ? Integer.parseInt(packet.group(2)) : 0;
		if (this.attachments.size() == due) {
			this.pending = null;
			deliver(packet);
			this.attachments.clear();
		}
	}

	@SuppressWarnings("unchecked")
	private void deliver(Matcher packet) {
		String namespace = (packet.group(3) != null) ? packet.group(3) : "/";
		long id = packet.group(4).isEmpty() ? -1 : Long.parseLong(packet.group(4));
		String json = packet.group(5);
		switch (packet.group(1)) {
			case "0" -> joinOf(namespace).complete(json);
			case "1" -> leaveOf(namespace).countDown();
			case "4" -> joinOf(namespace).completeExceptionally(new RefusedException(json));
			case "2", "5" -> {
				List<Object> values = (List<Object>) restore(JSON.readValue(json, Object.class));
				this.events.add(new Event(namespace, (String) values.get(0), values.subList(1, values.size()), id));
			}
			default -> {
				List<Object> values = (List<Object>) restore(JSON.readValue(json, Object.class));
				CompletableFuture<List<Object>> call = this.calls.remove(id);
				if (call == null) {
					throw new IllegalStateException("acknowledgement of nothing: " + id);
				}
				call.complete(values);
			}
		}
	}

	private Object restore(Object value) {
		if (value instanceof Map<?, ?> map) {
			if (Boolean.TRUE.equals(map.get("_placeholder"))) {
				return this.attachments.get((Integer) map.get("num"));
			}
			Map<Object, Object> restored = new LinkedHashMap<>();
			map.forEach((key, element) -> restored.put(key, (element != null) ? restore(element) : null));
			return restored;
		}
		if (value instanceof List<?> list) {
			List<Object> restored = new ArrayList<>();
			list.forEach((element) -> restored.add((element != null) ? restore(element) : null));
			return restored;
		}
		return value;
	}

	@Override
	public void ended() {
		this.ended.countDown();
	}

	// Acting

	@Override
	public void open() {
		this.wire.open(this);
		await(this.opened);
	}

	/** What the server said when the connection opened, as JSON. */
	public String opening() {
		return await(this.opened);
	}

	@Override
	public int answeredHeartbeats() {
		return this.answered.get();
	}

	@Override
	public int heartbeats() {
		return this.heartbeats.get();
	}

	@Override
	public void join(String namespace) {
		join(namespace, null);
	}

	/**
	 * Joins a namespace.
	 * @param auth JSON, or {@code null} for none
	 * @return what the server answered, as JSON
	 */
	public String join(String namespace, @Nullable String auth) {
		CompletableFuture<String> answer = joinOf(namespace);
		this.wire.send("40" + prefix(namespace) + ((auth != null) ? auth : ""));
		return await(answer);
	}

	/** Sends frames as they are. */
	public void send(Object... frames) {
		this.wire.send(frames);
	}

	@Override
	public void emit(String namespace, String event, @Nullable Object... arguments) {
		this.wire.send(packet('2', namespace, "", event, arguments));
	}

	@Override
	public List<Object> call(String namespace, String event, @Nullable Object... arguments) {
		return await(callAsync(namespace, event, arguments));
	}

	/** The same without waiting. */
	public CompletableFuture<List<Object>> callAsync(String namespace, String event, @Nullable Object... arguments) {
		long id = this.ids.getAndIncrement();
		CompletableFuture<List<Object>> answer = new CompletableFuture<>();
		this.calls.put(id, answer);
		this.wire.send(packet('2', namespace, Long.toString(id), event, arguments));
		return answer;
	}

	@Override
	public void acknowledge(Event event, @Nullable Object... arguments) {
		this.wire.send(packet('3', event.namespace(), Long.toString(event.id()), null, arguments));
	}

	private static Object[] packet(char type, String namespace, String id, @Nullable String event,
			@Nullable Object... arguments) {
		List<Object> frames = new ArrayList<>();
		List<@Nullable Object> values = new ArrayList<>();
		if (event != null) {
			values.add(event);
		}
		frames.add("");
		for (Object argument : arguments) {
			values.add((argument != null) ? extract(argument, frames) : null);
		}
		int attachments = frames.size() - 1;
		String head = (attachments > 0) ? "" + (char) (type + 3) + attachments + "-" : String.valueOf(type);
		frames.set(0, "4" + head + prefix(namespace) + id + JSON.writeValueAsString(values));
		return frames.toArray();
	}

	private static Object extract(Object value, List<Object> frames) {
		if (value instanceof byte[]) {
			frames.add(value);
			return Map.of("_placeholder", true, "num", frames.size() - 2);
		}
		if (value instanceof Map<?, ?> map) {
			Map<Object, Object> copy = new LinkedHashMap<>();
			map.forEach((key, element) -> copy.put(key, extract(element, frames)));
			return copy;
		}
		if (value instanceof List<?> list) {
			return list.stream().map((element) -> extract(element, frames)).toList();
		}
		return value;
	}

	@Override
	public Event next() {
		try {
			Event event = this.events.poll(WAIT_SECONDS, TimeUnit.SECONDS);
			if (event == null) {
				throw new AssertionError("no event arrived");
			}
			return event;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public int waiting() {
		return this.events.size();
	}

	@Override
	public void leave(String namespace) {
		this.wire.send("41" + prefix(namespace));
	}

	@Override
	public void awaitLeft(String namespace) {
		await(leaveOf(namespace), "the server did not disconnect " + namespace);
	}

	@Override
	public void answerHeartbeats(boolean answer) {
		this.answering = answer;
	}

	@Override
	public void awaitEnd() {
		await(this.ended, "the connection did not end");
	}

	@Override
	public void drop() {
		this.wire.drop();
	}

	@Override
	public void close() {
		this.wire.close();
	}

	private static String prefix(String namespace) {
		return namespace.equals("/") ? "" : namespace + ",";
	}

	protected final CompletableFuture<String> joinOf(String namespace) {
		return this.joins.computeIfAbsent(namespace, (key) -> new CompletableFuture<>());
	}

	private CountDownLatch leaveOf(String namespace) {
		return this.leaves.computeIfAbsent(namespace, (key) -> new CountDownLatch(1));
	}

	protected static <T> T await(CompletableFuture<T> future) {
		try {
			return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
		}
		catch (java.util.concurrent.ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex);
		}
		catch (InterruptedException | java.util.concurrent.TimeoutException ex) {
			throw new AssertionError("no answer", ex);
		}
	}

	private static void await(CountDownLatch latch, String complaint) {
		try {
			if (!latch.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
				throw new AssertionError(complaint);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The server refused a namespace; the message is what it said, as JSON.
	 */
	public static final class RefusedException extends RuntimeException {

		RefusedException(String json) {
			super(json);
		}

	}

}
