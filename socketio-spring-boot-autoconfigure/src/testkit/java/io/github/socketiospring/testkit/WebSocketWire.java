package io.github.socketiospring.testkit;

import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * A WebSocket over Java's own client.
 */
public final class WebSocketWire implements Wire, WebSocket.Listener {

	private final int port;

	private final Dialect dialect;

	private final String query;

	private final WebSocket.Builder handshake = PollingWire.HTTP.newWebSocketBuilder();

	private final Object sending = new Object();

	private final StringBuilder text = new StringBuilder();

	private byte[] binary = {};

	private volatile @Nullable Receiver receiver;

	private volatile @Nullable WebSocket webSocket;

	public WebSocketWire(TestServer server) {
		this(server, new Eio4Dialect(), "");
	}

	public WebSocketWire(TestServer server, Dialect dialect, String query) {
		this(server.port(), dialect, query);
	}

	/** To any server on the loopback address. */
	public WebSocketWire(int port, Dialect dialect, String query) {
		this.port = port;
		this.dialect = dialect;
		this.query = query;
	}

	/** Adds a header to the handshake. */
	public WebSocketWire header(String name, String value) {
		this.handshake.header(name, value);
		return this;
	}

	@Override
	public void open(Receiver receiver) {
		this.receiver = receiver;
		this.webSocket = this.handshake
			.buildAsync(URI.create("ws://localhost:" + this.port + "/socket.io/?EIO=" + this.dialect.number()
					+ "&transport=websocket" + this.query), this)
			.join();
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			String frame = this.text.toString();
			this.text.setLength(0);
			receiver().frame(frame);
		}
		socket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
		byte[] whole = java.util.Arrays.copyOf(this.binary, this.binary.length + data.remaining());
		data.get(whole, this.binary.length, data.remaining());
		this.binary = last ? new byte[0] : whole;
		if (last) {
			receiver().frame(this.dialect.fromWebSocket(whole));
		}
		socket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
		receiver().ended();
		return null;
	}

	@Override
	public void onError(WebSocket socket, Throwable error) {
		receiver().ended();
	}

	private Receiver receiver() {
		Receiver current = this.receiver;
		if (current == null) {
			throw new IllegalStateException("not open");
		}
		return current;
	}

	private WebSocket webSocket() {
		WebSocket current = this.webSocket;
		if (current == null) {
			throw new IllegalStateException("not open");
		}
		return current;
	}

	@Override
	public void send(Object... frames) {
		synchronized (this.sending) {
			for (Object frame : frames) {
				CompletableFuture<WebSocket> sent = (frame instanceof byte[] bytes)
						? webSocket().sendBinary(ByteBuffer.wrap(this.dialect.toWebSocket(bytes)), true)
						: webSocket().sendText((String) frame, true);
				sent.join();
			}
		}
	}

	@Override
	public void close() {
		WebSocket current = this.webSocket;
		if (current != null && !current.isOutputClosed()) {
			try {
				current.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
			}
			catch (CompletionException ex) {
				// The server was faster.
			}
		}
	}

	@Override
	public void drop() {
		webSocket().abort();
	}

}
