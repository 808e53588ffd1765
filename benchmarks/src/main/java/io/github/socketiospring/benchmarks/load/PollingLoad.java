package io.github.socketiospring.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBuf;

/**
 * Clients that send messages and get them back by HTTP polling. Each has one connection
 * for its polls, one for what it posts, and one message under way.
 */
public final class PollingLoad implements Load {

	private static final Message MESSAGE = Message.ofObject("42[\"echo\",", "42[\"echo\",", 32);

	private static final String PATH = "/socket.io/?EIO=4&transport=polling";

	private final LoadLoop loop;

	private final int port;

	private final int via;

	private final int connections;

	private final Tally tally;

	private final List<PollingClient> clients = new ArrayList<>();

	private int joined;

	private final CompletableFuture<Void> allJoined = new CompletableFuture<>();

	private int gone;

	private final CompletableFuture<Void> allGone = new CompletableFuture<>();

	/**
	 * Creates a load.
	 * @param loop where it works
	 * @param port the server's port
	 * @param connections the number of clients
	 */
	public PollingLoad(LoadLoop loop, int port, int connections) {
		this(loop, port, port, connections);
	}

	/**
	 * Creates a load whose requests all reach another server than the one that holds the
	 * sessions.
	 * @param loop where it works
	 * @param port the port of the server where sessions are opened
	 * @param via the port where all other requests go
	 * @param connections the number of clients
	 */
	public PollingLoad(LoadLoop loop, int port, int via, int connections) {
		this.loop = loop;
		this.port = port;
		this.via = via;
		this.connections = connections;
		this.tally = new Tally(loop);
	}

	@Override
	public void open() {
		this.loop.run(() -> {
			for (int i = 0; i < this.connections; i++) {
				PollingClient client = new PollingClient();
				this.clients.add(client);
				client.connect();
			}
		});
		this.tally.await(this.allJoined, "clients to join");
	}

	@Override
	public void start() {
		this.tally.start(() -> this.clients.forEach(PollingClient::post));
	}

	@Override
	public void reset() {
		this.tally.reset();
	}

	@Override
	public LoadCount count() {
		return this.tally.count();
	}

	@Override
	public void stop() {
		this.tally.stop();
	}

	@Override
	public void close() {
		this.loop.run(() -> this.clients.forEach(PollingClient::disconnect));
		this.tally.await(this.allGone, "connections to close");
	}

	private final class PollingClient {

		private static final char SEPARATOR = '\u001e';

		private final HttpConnection opening;

		private final HttpConnection polls;

		private final HttpConnection posts;

		private byte[] get = request("GET", PATH, "");

		private byte[] head = {};

		private byte[] pong = {};

		private boolean isJoined;

		private long number;

		private int awaited;

		private boolean isPongDue;

		PollingClient() {
			PollingLoad load = PollingLoad.this;
			this.polls = new HttpConnection(load.loop, load.via, this::polled, load.tally);
			this.posts = new HttpConnection(load.loop, load.via, this::posted, load.tally);
			this.opening = (load.via == load.port) ? this.polls
					: new HttpConnection(load.loop, load.port, this::polled, load.tally);
		}

		void connect() {
			this.opening.send(this.get);
		}

		private void polled(ByteBuf in, int index, int length) {
			int end = index + length;
			int start = index;
			while (start < end) {
				int next = in.indexOf(start, end, (byte) SEPARATOR);
				int last = (next < 0) ? end : next;
				received(in, start, last - start);
				start = last + 1;
			}
			this.polls.send(this.get);
		}

		private void received(ByteBuf in, int index, int length) {
			byte type = in.getByte(index);
			if (type == '0') {
				String sid = sid(in.toString(index, length, StandardCharsets.UTF_8));
				String path = PATH + "&sid=" + sid;
				this.get = request("GET", path, "");
				this.awaited = 2;
				this.posts.send(request("POST", path, length("40".length()) + "40"));
				this.head = request("POST", path, length(MESSAGE.length()));
				this.pong = request("POST", path, length("3".length()) + "3");
			}
			else if (type == '2') {
				this.isPongDue = true;
			}
			else if (!this.isJoined) {
				proceed();
			}
			else {
				Tally tally = PollingLoad.this.tally;
				tally.record(MESSAGE.check(in, index, length, this.number++, System.nanoTime()));
				tally.done();
				proceed();
			}
		}

		private void posted(ByteBuf in, int index, int length) {
			proceed();
		}

		/** Both the post and the message in it have to be answered. */
		private void proceed() {
			PollingLoad load = PollingLoad.this;
			if (--this.awaited > 0) {
				return;
			}
			if (!this.isJoined) {
				this.isJoined = true;
				if (++load.joined == load.connections) {
					load.allJoined.complete(null);
				}
			}
			else if (load.tally.isRunning()) {
				post();
			}
		}

		void post() {
			if (this.isPongDue) {
				this.isPongDue = false;
				this.awaited = 1;
				this.posts.send(this.pong);
				return;
			}
			this.awaited = 2;
			PollingLoad.this.tally.sent(1);
			this.posts.send(this.head, MESSAGE);
		}

		void disconnect() {
			if (this.opening != this.polls) {
				this.opening.disconnect(() -> {
				});
			}
			this.polls.disconnect(this::closed);
			this.posts.disconnect(this::closed);
		}

		private void closed() {
			if (++PollingLoad.this.gone == 2 * PollingLoad.this.connections) {
				PollingLoad.this.allGone.complete(null);
			}
		}

		private static String sid(String open) {
			String before = "\"sid\":\"";
			int start = open.indexOf(before) + before.length();
			return open.substring(start, open.indexOf('"', start));
		}

		private static String length(int length) {
			return "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: " + length + "\r\n\r\n";
		}

		private static byte[] request(String method, String path, String rest) {
			return (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + (rest.isEmpty() ? "\r\n" : rest))
				.getBytes(StandardCharsets.US_ASCII);
		}

	}

}
