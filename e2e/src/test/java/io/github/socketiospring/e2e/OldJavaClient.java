package io.github.socketiospring.e2e;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import org.json.JSONArray;
import org.json.JSONObject;

/**
 * What the Java client 1.0 tries. It has the class names of 2.x, so it runs in a process
 * of its own, and this program keeps to what both have.
 */
final class OldJavaClient {

	private static final int SECONDS = 8;

	private final URI uri;

	private final String[] transports;

	private final List<Socket> opened = new ArrayList<>();

	private OldJavaClient(URI uri, String[] transports) {
		this.uri = uri;
		this.transports = transports;
	}

	/**
	 * Tries everything.
	 * @param arguments the server's address, and the transports with commas between them
	 */
	public static void main(String[] arguments) {
		OldJavaClient client = new OldJavaClient(URI.create(arguments[0]), arguments[1].split(","));
		Map<String, Callable<?>> steps = new LinkedHashMap<>();
		steps.put("connects with a query", client::connects);
		steps.put("gets its arguments echoed and as acks", client::echoes);
		steps.put("answers the server", client::answers);
		steps.put("exchanges binary data", client::exchangesBinaryData);
		steps.put("exchanges 200 events in order", client::keepsTheOrder);
		steps.put("joins several namespaces with one connection", client::joinsNamespaces);
		steps.put("learns that a namespace does not exist", client::learnsErrors);
		steps.put("beats the heart", client::beatsTheHeart);
		steps.put("disconnects", client::disconnects);
		steps.put("is disconnected by the server", client::isDisconnected);
		System.out.println("client from " + Socket.class.getProtectionDomain().getCodeSource().getLocation());
		System.exit(client.run(steps) ? 0 : 1);
	}

	@SuppressWarnings("CatchAndPrintStackTrace")
	private boolean run(Map<String, Callable<?>> steps) {
		boolean passed = true;
		for (Map.Entry<String, Callable<?>> step : steps.entrySet()) {
			try {
				step.getValue().call();
				System.out.println("ok      " + step.getKey());
			}
			catch (Exception | AssertionError ex) {
				passed = false;
				System.out.println("FAILED  " + step.getKey());
				ex.printStackTrace(System.out);
			}
			this.opened.forEach(Socket::disconnect);
			this.opened.clear();
		}
		System.out.println(passed ? "all steps passed" : "not all steps passed");
		return passed;
	}

	private Socket connects() throws Exception {
		IO.Options options = options();
		options.query = "tag=a%20b";
		Socket socket = socket(new Manager(this.uri, options), "/");
		BlockingQueue<Object[]> welcome = events(socket, "welcome");
		connect(socket);
		JSONObject welcomed = (JSONObject) next(welcome)[0];
		equal(welcomed.getString("id"), socket.id());
		equal(welcomed.getString("tag"), "a b");
		return socket;
	}

	private Socket echoes() throws Exception {
		Socket socket = connect(socket("/"));
		Object[] arguments = { "äöü 😀 𝒳 \u2028\u2029 \" \\ \n", 42, -2.5, true, JSONObject.NULL, new JSONArray(),
				new JSONObject(), new JSONObject("{\"a\":[1,{\"b\":[[2],{\"c\":\"𝒳\"}]}]}") };
		BlockingQueue<Object[]> echoed = events(socket, "echoed");
		socket.emit("echo", arguments);
		equal(json(next(echoed)), json(arguments));
		equal(json(ask(socket, "echo-ack", arguments)), json(arguments));
		equal(ask(socket, "echo-ack").length, 0);
		JSONArray codePoints = new JSONArray("[228, 223, 8232, 128512]");
		equal(ask(socket, "code-points", "äß\u2028😀")[0].toString(), codePoints.toString());
		equal(ask(socket, "from-code-points", codePoints)[0], "äß\u2028😀");
		return socket;
	}

	private Socket answers() throws Exception {
		Socket socket = connect(socket("/"));
		socket.on("question", (arguments) -> ((Ack) arguments[1]).call("no " + arguments[0]));
		equal(ask(socket, "ask-me", "idea? 💡")[0], "no idea? 💡");
		return socket;
	}

	private Socket exchangesBinaryData() throws Exception {
		byte[] one = { 0, 1, -1, -128 };
		byte[] two = {};
		byte[] three = new byte[300 * 1024];
		new Random(1).nextBytes(three);
		Socket socket = connect(socket("/"));
		JSONObject deep = new JSONObject().put("two", two).put("more", new JSONArray().put(three).put("text"));
		Object[] answer = ask(socket, "echo-ack", one, deep);
		JSONObject echoed = (JSONObject) answer[1];
		equal(Arrays.equals((byte[]) answer[0], one), true);
		equal(Arrays.equals((byte[]) echoed.get("two"), two), true);
		equal(Arrays.equals((byte[]) echoed.getJSONArray("more").get(0), three), true);
		equal(echoed.getJSONArray("more").get(1), "text");
		socket.on("question", (arguments) -> ((Ack) arguments[1]).call(arguments[0]));
		equal(Arrays.equals((byte[]) ask(socket, "ask-me", one)[0], one), true);
		return socket;
	}

	private Socket keepsTheOrder() throws Exception {
		Socket socket = socket("/");
		BlockingQueue<Object[]> numbered = events(socket, "numbered");
		BlockingQueue<Object[]> connected = events(socket, "connect");
		socket.connect();
		next(connected);
		// At once, so that they meet the upgrade.
		for (int number = 0; number < 200; number++) {
			socket.emit("number", number);
		}
		Object[] numbers = IntStream.range(0, 200).boxed().toArray();
		equal(ask(socket, "numbers")[0].toString(), json(numbers));
		equal(json(numbered.stream().map((arguments) -> arguments[0]).toArray()), json(numbers));
		return socket;
	}

	private Socket joinsNamespaces() throws Exception {
		Manager manager = new Manager(this.uri, options());
		Socket root = connect(socket(manager, "/"));
		Socket second = connect(socket(manager, "/second"));
		equal(second.id(), "/second#" + root.id());
		equal(json(ask(second, "whoami")), json("/second", second.id()));
		equal(ask(second, "sibling")[0], root.id());
		return root;
	}

	private Socket learnsErrors() throws Exception {
		Socket socket = socket("/nowhere");
		BlockingQueue<Object[]> errors = events(socket, "error");
		socket.connect();
		equal(next(errors)[0], "Invalid namespace");
		return socket;
	}

	private Socket beatsTheHeart() throws Exception {
		Socket socket = connect(socket("/"));
		BlockingQueue<Object[]> pongs = events(socket, "pong");
		next(pongs);
		next(pongs);
		equal(ask(socket, "echo-ack", "alive")[0], "alive");
		return socket;
	}

	private Socket disconnects() throws Exception {
		BlockingQueue<Object[]> gone = observe();
		Socket socket = connect(socket("/"));
		String id = socket.id();
		BlockingQueue<Object[]> disconnected = events(socket, "disconnect");
		socket.disconnect();
		equal(next(disconnected)[0], "io client disconnect");
		String reason = reasonOf(gone, id);
		// It hangs up right after it has said so.
		equal(List.of("client namespace disconnect", "transport close").contains(reason), true);
		return socket;
	}

	private Socket isDisconnected() throws Exception {
		BlockingQueue<Object[]> gone = observe();
		Socket socket = connect(socket("/"));
		String id = socket.id();
		BlockingQueue<Object[]> disconnected = events(socket, "disconnect");
		socket.emit("disconnect-me", true);
		equal(next(disconnected)[0], "io server disconnect");
		equal(reasonOf(gone, id), "server namespace disconnect");
		return socket;
	}

	private IO.Options options() {
		IO.Options options = new IO.Options();
		options.transports = this.transports;
		options.forceNew = true;
		options.reconnection = false;
		return options;
	}

	private Socket socket(String namespace) {
		return socket(new Manager(this.uri, options()), namespace);
	}

	private Socket socket(Manager manager, String namespace) {
		Socket socket = manager.socket(namespace);
		this.opened.add(socket);
		return socket;
	}

	private Socket connect(Socket socket) throws Exception {
		BlockingQueue<Object[]> connected = events(socket, "connect");
		socket.connect();
		// Now and then it polls on and has not noticed the packet that connects it.
		for (int i = 0; i < 3 && !arrives(connected); i++) {
			socket.disconnect();
			socket.connect();
		}
		next(connected);
		Object expected = this.transports[this.transports.length - 1];
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
		Object transport = ask(socket, "transport")[0];
		while (!transport.equals(expected) && System.nanoTime() < end) {
			transport = ask(socket, "transport")[0];
		}
		equal(transport, expected);
		return socket;
	}

	private BlockingQueue<Object[]> observe() throws Exception {
		Socket observer = socket("/observer");
		BlockingQueue<Object[]> connected = events(observer, "connect");
		BlockingQueue<Object[]> gone = events(observer, "gone");
		observer.connect();
		next(connected);
		return gone;
	}

	private static String reasonOf(BlockingQueue<Object[]> gone, String id) throws Exception {
		JSONObject next;
		do {
			next = (JSONObject) next(gone)[0];
		}
		while (!next.getString("id").equals(id));
		return next.getString("reason");
	}

	private static BlockingQueue<Object[]> events(Socket socket, String event) {
		BlockingQueue<Object[]> events = new LinkedBlockingQueue<>();
		socket.on(event, events::add);
		return events;
	}

	private static boolean arrives(BlockingQueue<Object[]> events) throws InterruptedException {
		Object[] next = events.poll(3, TimeUnit.SECONDS);
		return next != null && events.add(next);
	}

	private static Object[] next(BlockingQueue<Object[]> events) throws InterruptedException {
		Object[] next = events.poll(SECONDS, TimeUnit.SECONDS);
		if (next == null) {
			throw new AssertionError("no event within " + SECONDS + " seconds");
		}
		return next;
	}

	private static Object[] ask(Socket socket, String event, Object... arguments) throws Exception {
		CompletableFuture<Object[]> answer = new CompletableFuture<>();
		socket.emit(event, arguments, answer::complete);
		return answer.get(SECONDS, TimeUnit.SECONDS);
	}

	private static String json(Object... arguments) {
		JSONArray array = new JSONArray();
		Arrays.stream(arguments).forEach(array::put);
		return array.toString();
	}

	private static void equal(Object actual, Object expected) {
		if (!Objects.equals(actual, expected)) {
			throw new AssertionError(actual + " instead of " + expected);
		}
	}

}
