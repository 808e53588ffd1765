package io.github.socketiospring.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Long-polling over Java's HTTP client.
 */
public class PollingWire implements Wire {

	static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final Pattern SID = Pattern.compile("\"sid\":\"([\\w-]{20,28})\"");

	private final TestServer server;

	private final Dialect dialect;

	private final String query;

	private final HttpHeaders headers = new HttpHeaders();

	private final Object sending = new Object();

	private volatile String sid = "";

	private volatile boolean stopped;

	private volatile boolean dropped;

	private volatile boolean over;

	private volatile CompletableFuture<?> poll = CompletableFuture.completedFuture(null);

	private volatile @Nullable CompletableFuture<Void> paused;

	private @Nullable Receiver receiver;

	public PollingWire(TestServer server) {
		this(server, "");
	}

	protected PollingWire(TestServer server, String query) {
		this(server, new Eio4Dialect(), query);
	}

	public PollingWire(TestServer server, Dialect dialect, String query) {
		this.server = server;
		this.dialect = dialect;
		this.query = query;
	}

	/** Adds a header to the requests that read, the first among them. */
	public PollingWire header(String name, String value) {
		this.headers.add(name, value);
		return this;
	}

	private HttpRequest get() {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri());
		this.headers.forEach((name, values) -> values.forEach((value) -> request.header(name, value)));
		return request.build();
	}

	@Override
	public void open(Receiver receiver) {
		this.receiver = receiver;
		try {
			HttpResponse<byte[]> response = HTTP.send(get(),
					HttpResponse.BodyHandlers.ofByteArray());
			List<Object> frames = this.dialect.frames(body(response));
			Matcher matcher = SID.matcher((String) frames.get(0));
			if (frames.size() != 1 || !matcher.find()) {
				throw new IllegalStateException("no handshake: " + frames);
			}
			this.sid = matcher.group(1);
			receiver.frame(frames.get(0));
			poll();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public String sid() {
		return this.sid;
	}

	protected final TestServer server() {
		return this.server;
	}

	private URI uri() {
		return this.server.uri("http", "/socket.io/?EIO=" + this.dialect.number() + "&transport=polling" + this.query
				+ (this.sid.isEmpty() ? "" : "&sid=" + this.sid));
	}

	private Body body(HttpResponse<byte[]> response) {
		boolean binary = response.headers()
			.firstValue("Content-Type")
			.filter("application/octet-stream"::equals)
			.isPresent();
		return new Body(response.body(), binary, decode(new String(response.body(), StandardCharsets.UTF_8)));
	}

	private void poll() {
		CompletableFuture<HttpResponse<byte[]>> response = HTTP.sendAsync(get(),
				HttpResponse.BodyHandlers.ofByteArray());
		this.poll = response;
		if (this.dropped) {
			// The last poll was answered while it was about to be cancelled.
			response.cancel(true);
		}
		response.whenComplete((answer, error) -> polled(
				(answer != null && answer.statusCode() == 200) ? this.dialect.frames(body(answer)) : null));
	}

	/**
	 * Polls again until the server has no session any more: who has left between two
	 * polls would keep it waiting for one, for ever where time is virtual.
	 */
	private void polled(@Nullable List<Object> frames) {
		Receiver target = this.receiver;
		if (target == null) {
			return;
		}
		boolean last = frames == null;
		for (Object frame : (frames != null) ? frames : List.of()) {
			target.frame(frame);
			last |= frame.equals("1");
		}
		CompletableFuture<Void> pause = this.paused;
		if (pause != null) {
			pause.complete(null);
		}
		else if (last) {
			this.over = true;
			target.ended();
		}
		else {
			poll();
		}
	}

	/** Polls no more; the result completes when the last poll is answered. */
	final CompletableFuture<Void> pause() {
		CompletableFuture<Void> pause = new CompletableFuture<>();
		this.paused = pause;
		return pause;
	}

	@Override
	public void send(Object... frames) {
		String body = this.dialect.payload(List.of(frames));
		try {
			HttpResponse<String> response;
			synchronized (this.sending) {
				response = HTTP.send(post(body), HttpResponse.BodyHandlers.ofString());
			}
			if (response.statusCode() != 200 || !response.body().equals("ok")) {
				throw new IllegalStateException("POST answered " + response.statusCode() + " " + response.body());
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private HttpRequest post(String body) {
		return HttpRequest.newBuilder(uri())
			.header("Content-Type", contentType())
			.POST(HttpRequest.BodyPublishers.ofString(encode(body), StandardCharsets.UTF_8))
			.build();
	}

	protected String contentType() {
		return "text/plain;charset=UTF-8";
	}

	protected String encode(String payload) {
		return payload;
	}

	protected String decode(String body) {
		return body;
	}

	/**
	 * Waits for the end of the session, but as all clients not for the answer: it may wait
	 * for a poll, and time for the server may stand still.
	 */
	@Override
	public void close() {
		if (!this.stopped && !this.over) {
			this.stopped = true;
			synchronized (this.sending) {
				HTTP.sendAsync(post(this.dialect.payload(List.of("1"))), HttpResponse.BodyHandlers.discarding());
			}
			Awaitility.await().until(() -> this.server.engine().find(this.sid) == null);
		}
	}

	/**
	 * The body of a poll.
	 *
	 * @param bytes the body
	 * @param binary whether it was declared as binary
	 * @param text the body as text, unwrapped
	 */
	@SuppressWarnings("ArrayRecordComponent")
	public record Body(byte[] bytes, boolean binary, String text) {
	}

	/**
	 * Whatever became of the last poll, the server gets another that is cut, and more if
	 * that was too short to reach it.
	 */
	@Override
	public void drop() {
		this.stopped = true;
		this.dropped = true;
		this.poll.cancel(true);
		Awaitility.await().until(() -> {
			cutPoll();
			return this.server.engine().find(this.sid) == null;
		});
	}

	private void cutPoll() {
		try (Socket socket = new Socket("localhost", this.server.port())) {
			URI uri = uri();
			socket.getOutputStream()
				.write(("GET " + uri.getRawPath() + "?" + uri.getRawQuery() + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
