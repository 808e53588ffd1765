package io.github.socketiospring.transport.toy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A client of the third transport.
 */
final class ToyWire implements Wire, Flow.Subscriber<String> {

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final Pattern SID = Pattern.compile("\"sid\":\"([\\w-]{20})\"");

	private final TestServer server;

	private final Object sending = new Object();

	/** Completes with the first line, when the server knows this connection. */
	private final CompletableFuture<Void> connected = new CompletableFuture<>();

	private volatile String sid;

	private volatile boolean over;

	private volatile @Nullable Receiver receiver;

	private volatile Flow.@Nullable Subscription subscription;

	/**
	 * Makes a client.
	 * @param sid the session to move here, or an empty text for a new one
	 */
	ToyWire(TestServer server, String sid) {
		this.server = server;
		this.sid = sid;
	}

	private URI uri() {
		return this.server.uri("http",
				"/socket.io/?EIO=4&transport=toy" + (this.sid.isEmpty() ? "" : "&sid=" + this.sid));
	}

	@Override
	public void open(Receiver receiver) {
		this.receiver = receiver;
		HTTP.sendAsync(HttpRequest.newBuilder(uri()).build(), HttpResponse.BodyHandlers.fromLineSubscriber(this));
		this.connected.join();
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(String line) {
		Receiver target = this.receiver;
		if (line.isEmpty()) {
			this.connected.complete(null);
		}
		else if (target != null) {
			byte[] frame = Base64.getDecoder().decode(line.substring(1));
			target.frame(line.startsWith("t") ? text(frame) : frame);
		}
	}

	private String text(byte[] frame) {
		String text = new String(frame, StandardCharsets.UTF_8);
		Matcher opening = SID.matcher(text);
		if (this.sid.isEmpty() && opening.find()) {
			this.sid = opening.group(1);
		}
		return text;
	}

	@Override
	public void onError(Throwable error) {
		onComplete();
	}

	@Override
	public void onComplete() {
		this.over = true;
		this.connected.complete(null);
		Receiver target = this.receiver;
		if (target != null) {
			target.ended();
		}
	}

	@Override
	public void send(Object... frames) {
		StringBuilder lines = new StringBuilder();
		for (Object frame : frames) {
			byte[] bytes = (frame instanceof byte[] binary) ? binary
					: ((String) frame).getBytes(StandardCharsets.UTF_8);
			lines.append((frame instanceof String) ? 't' : 'b')
				.append(Base64.getEncoder().encodeToString(bytes))
				.append('\n');
		}
		try {
			synchronized (this.sending) {
				HttpResponse<String> response = HTTP.send(HttpRequest.newBuilder(uri())
					.POST(HttpRequest.BodyPublishers.ofString(lines.toString()))
					.build(), HttpResponse.BodyHandlers.ofString());
				if (response.statusCode() != 200) {
					throw new IllegalStateException("POST answered " + response.statusCode());
				}
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		if (!this.over) {
			try {
				send("1");
			}
			catch (IllegalStateException ex) {
				// The server was faster.
			}
		}
	}

	@Override
	public void drop() {
		Flow.Subscription current = this.subscription;
		if (current != null) {
			current.cancel();
		}
		this.over = true;
	}

}
