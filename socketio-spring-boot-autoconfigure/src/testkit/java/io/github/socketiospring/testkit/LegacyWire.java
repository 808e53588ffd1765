package io.github.socketiospring.testkit;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries packets of protocol 1 over one of its transports. Everything it reads, it reads
 * from a socket of its own, so that it can read slowly, or not at all.
 */
public final class LegacyWire implements Wire {

	private static final int BUFFER = 8 * 1024;

	private final TestServer server;

	private final LegacyTransport transport;

	private final String sid;

	private final Object sending = new Object();

	private volatile boolean stopped;

	private volatile boolean over;

	private boolean stalled;

	private boolean waiting;

	private boolean dropped;

	private @Nullable Socket socket;

	public LegacyWire(TestServer server, LegacyTransport transport, String sid) {
		this.server = server;
		this.transport = transport;
		this.sid = sid;
	}

	@Override
	public void open(Receiver receiver) {
		connect();
		Thread thread = new Thread(() -> read(receiver), "legacy-wire");
		thread.setDaemon(true);
		thread.start();
	}

	private synchronized void connect() {
		if (this.dropped) {
			return;
		}
		try {
			Socket next = new Socket("localhost", this.server.port());
			next.setTcpNoDelay(true);
			this.socket = next;
			if (this.transport.isHixie()) {
				String handshake = HixieWebSocket.head(this.server, this.transport.target(this.sid));
				next.getOutputStream().write((handshake + HixieWebSocket.KEY).getBytes(StandardCharsets.US_ASCII));
				return;
			}
			String head = "GET " + this.transport.target(this.sid) + " HTTP/1.1\r\nHost: localhost:" + next.getPort()
					+ "\r\n";
			if (this.transport.isWebSocket()) {
				head += "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
						+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
			}
			next.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void read(Receiver receiver) {
		try {
			do {
				try (Socket current = socket(); InputStream input = new BufferedInputStream(gated(current), BUFFER)) {
					this.transport.read(input, (payload) -> deliver(payload, receiver));
				}
				if (this.transport.polls() && !this.stopped) {
					connect();
				}
			}
			while (this.transport.polls() && !this.stopped);
		}
		catch (IOException ex) {
			// Cut, by either side.
		}
		catch (IllegalStateException ex) {
			ex.printStackTrace();
		}
		this.over = true;
		receiver.ended();
	}

	private void deliver(String payload, Receiver receiver) {
		List<String> packets = LegacyPackets.split(payload);
		for (String packet : packets) {
			if (packet.equals("0::") || packet.startsWith("7:::1+")) {
				this.stopped = true;
			}
			receiver.frame(packet);
		}
	}

	private synchronized Socket socket() {
		Socket current = this.socket;
		if (current == null) {
			throw new IllegalStateException("not open");
		}
		return current;
	}

	private InputStream gated(Socket from) throws IOException {
		return new FilterInputStream(from.getInputStream()) {

			@Override
			public int read(byte[] target, int offset, int length) throws IOException {
				int count = super.read(target, offset, length);
				awaitGo();
				return count;
			}

		};
	}

	private synchronized void awaitGo() throws IOException {
		try {
			while (this.stalled) {
				this.waiting = true;
				wait();
			}
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	/** Reads no more, so that the server cannot write much more either. */
	synchronized void stall() {
		this.stalled = true;
	}

	/** Whether something has arrived since then. */
	synchronized boolean isWaiting() {
		return this.waiting;
	}

	private synchronized void go() {
		this.stalled = false;
		notifyAll();
	}

	/** Polls no more once the last poll is answered. */
	void pause() {
		this.stopped = true;
	}

	@Override
	public void send(Object... frames) {
		if (this.transport.isWebSocket()) {
			for (Object frame : frames) {
				String text = (String) frame;
				write(this.transport.isHixie() ? HixieWebSocket.frame(text) : RawWebSocket.textFrame(text));
			}
		}
		else {
			post(LegacyPackets.join(frames));
		}
	}

	private void write(byte[] bytes) {
		try {
			synchronized (this.sending) {
				socket().getOutputStream().write(bytes);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void post(String payload) {
		boolean form = this.transport == LegacyTransport.JSONP_POLLING;
		String body = form
				? "d=" + URLEncoder.encode(JsonMapper.shared().writeValueAsString(payload), StandardCharsets.UTF_8)
				: payload;
		HttpRequest request = HttpRequest.newBuilder(this.server.uri("http", this.transport.target(this.sid)))
			.header("Content-Type", form ? "application/x-www-form-urlencoded" : "text/plain;charset=UTF-8")
			.POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
			.build();
		try {
			HttpResponse<String> response;
			synchronized (this.sending) {
				response = PollingWire.HTTP.send(request, HttpResponse.BodyHandlers.ofString());
			}
			if (response.statusCode() != 200 || !response.body().equals("1")) {
				throw new IllegalStateException("POST answered " + response.statusCode() + " " + response.body());
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Says goodbye and reads on: the server ends the connection. */
	@Override
	public void close() {
		if (!this.over) {
			try {
				send("0::");
			}
			catch (IllegalStateException ex) {
				// The server was faster.
			}
		}
	}

	/** As a network that fails: what the server has sent and is not read is lost. */
	@Override
	public synchronized void drop() {
		this.dropped = true;
		this.stopped = true;
		this.over = true;
		try {
			socket().setSoLinger(true, 0);
			socket().close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		go();
	}

	/**
	 * Ends this side: the server's first reading will tell it, but what has left the
	 * server is read.
	 */
	synchronized void dropGently() {
		this.dropped = true;
		this.stopped = true;
		try {
			socket().shutdownOutput();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		go();
	}

}
