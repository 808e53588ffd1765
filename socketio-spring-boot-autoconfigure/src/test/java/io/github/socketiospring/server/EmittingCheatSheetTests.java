package io.github.socketiospring.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.socketiospring.AnySocketEventListener;
import io.github.socketiospring.Arguments;
import io.github.socketiospring.Socket;
import io.github.socketiospring.SocketAnswer;
import io.github.socketiospring.SocketIOServer;
import io.github.socketiospring.testkit.KitClient;
import io.github.socketiospring.testkit.SocketIoClient;
import io.github.socketiospring.testkit.TestServer;
import io.github.socketiospring.testkit.WebSocketWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs each row of {@code docs/emitting.md}: the rows are written here as they are there,
 * and in the same order.
 */
class EmittingCheatSheetTests {

	private static final Path DOCUMENT = Path.of("../docs/emitting.md");

	private static final Path SOURCE = Path
		.of("src/test/java/io/github/socketiospring/server/EmittingCheatSheetTests.java");

	/** A row, and who receives it if it says so. */
	private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|(?:.*\\| *([^|`]*?) *\\|$)?",
			Pattern.MULTILINE);

	private static final BlockingQueue<Socket> SOCKETS = new LinkedBlockingQueue<>();

	private static final List<String> NAMES = List.of("A", "B", "C");

	private static final List<SocketIoClient> CLIENTS = new ArrayList<>();

	private static final List<Socket> JOINED = new ArrayList<>();

	private static TestServer server;

	/** Who has received each row. */
	private final List<String> receivers = new ArrayList<>();

	private final Object payload = Map.of("key", 1);

	private final byte[] bytes = { 1, 2, 3 };

	@BeforeAll
	static void start() throws InterruptedException {
		server = TestServer.start((io) -> {
			io.of("/").onConnection(SOCKETS::add);
			io.of("/chat");
		});
		for (int i = 0; i < NAMES.size(); i++) {
			SocketIoClient client = new SocketIoClient(new WebSocketWire(server));
			client.open();
			client.join("/");
			client.join("/chat");
			Socket socket = SOCKETS.poll(20, TimeUnit.SECONDS);
			assertThat(socket).isNotNull();
			CLIENTS.add(client);
			JOINED.add(socket);
		}
		JOINED.get(0).join("room1");
		JOINED.get(1).join("room1", "room2");
	}

	@AfterAll
	static void stop() {
		CLIENTS.forEach(SocketIoClient::close);
		server.close();
	}

	/** Runs a row, and waits until it is known who has received it. */
	private void row(Runnable row) {
		row.run();
		List<String> names = new ArrayList<>();
		for (int client = 0; client < NAMES.size(); client++) {
			JOINED.get(client).emit("end");
			for (KitClient.Event event = next(client); !event.name().equals("end"); event = next(client)) {
				names.add(NAMES.get(client));
			}
		}
		this.receivers.add(names.isEmpty() ? "nobody" : String.join(" ", names));
	}

	private static KitClient.Event next(int client) {
		KitClient.Event event = CLIENTS.get(client).next();
		if (event.id() >= 0) {
			CLIENTS.get(client).acknowledge(event, "answer");
		}
		return event;
	}

	@Test
	void everyRowDoesWhatItSays() throws IOException {
		SocketIOServer io = server.io();
		Socket socket = JOINED.get(0);
		toOneClient(io, socket, this.payload, this.bytes, socket.id());
		toOthers(socket, this.payload, this.bytes);
		toAll(io, this.payload, this.bytes, "room1");
		withAnswers(io, socket, this.payload, this.bytes);
		toServers(io, this.payload);
		listeners(socket, new ArrayList<>());
		jobs(socket);
		checkDocument();
	}

	private void toOneClient(SocketIOServer io, Socket socket, Object payload, byte[] bytes, String id) {
		row(() -> socket.emit("news", payload));
		row(() -> socket.send("hello"));
		row(() -> socket.sendJson(List.of(1, 2)));
		row(() -> socket.volatileEmit("position", payload));
		row(() -> socket.compress(false).emit("image", bytes));
		row(() -> io.to(socket.id()).emit("news", payload));
		row(() -> io.of("/").socket(id).emit("news", payload));
	}

	private void toOthers(Socket socket, Object payload, byte[] bytes) {
		row(() -> socket.broadcast().emit("news", payload));
		row(() -> socket.to("room1").emit("news", payload));
		row(() -> socket.in("room1").emit("news", payload));
		row(() -> socket.to("room1", "room2").emit("news", payload));
		row(() -> socket.to("room1").except("room2").emit("news", payload));
		row(() -> socket.except("room2").emit("news", payload));
		row(() -> socket.broadcast().local().emit("news", payload));
		row(() -> socket.broadcast().volatileEmit("position", payload));
		row(() -> socket.broadcast().compress(false).emit("image", bytes));
		row(() -> socket.broadcast().send("hello"));
	}

	private void toAll(SocketIOServer io, Object payload, byte[] bytes, String room) {
		row(() -> io.emit("news", payload));
		row(() -> io.send("hello"));
		row(() -> io.sendJson(List.of(1, 2)));
		row(() -> io.to("room1").emit("news", payload));
		row(() -> io.in("room1").emit("news", payload));
		row(() -> io.to("room1").to("room2").emit("news", payload));
		row(() -> io.to("room1").except("room2").emit("news", payload));
		row(() -> io.except("room1").emit("news", payload));
		row(() -> io.local().emit("news", payload));
		row(() -> io.volatileEmit("position", payload));
		row(() -> io.compress(false).emit("image", bytes));
		row(() -> io.of("/chat").emit("news", payload));
		row(() -> io.of("/chat").to(room).emit("news", payload));
		row(() -> io.fetchSockets().subscribe((all) -> all.forEach((one) -> one.emit("news", payload))));
	}

	private void withAnswers(SocketIOServer io, Socket socket, Object payload, byte[] bytes) {
		row(() -> {
			Mono<Arguments> one = socket.emitWithAck("question", payload);
			one.subscribe();
		});
		row(() -> socket.timeout(Duration.ofSeconds(5)).emitWithAck("question", payload).subscribe());
		row(() -> socket.compress(false).emitWithAck("question", bytes).subscribe());
		row(() -> socket.volatileEmitWithAck("question", payload).subscribe());
		row(() -> socket.sendWithAck("hello").subscribe());
		row(() -> socket.sendJsonWithAck(List.of(1, 2)).subscribe());
		row(() -> {
			Mono<List<Arguments>> all = io.timeout(Duration.ofSeconds(5)).emitWithAck("question", payload);
			all.subscribe();
		});
		row(() -> {
			Flux<SocketAnswer> each = io.to("room1").emitWithAckStream("question", payload);
			each.subscribe();
		});
		row(() -> io.volatileEmitWithAck("question", payload).subscribe());
		row(() -> socket.to("room1").timeout(Duration.ofSeconds(5)).emitWithAck("question", payload).subscribe());
	}

	private void toServers(SocketIOServer io, Object payload) {
		io.serverSideEmit("refresh", payload);
		io.serverSideEmitWithAck("refresh", payload).block();
		io.onServerSideEmit("refresh", (arguments, ack) -> ack.send("done"));
	}

	private void listeners(Socket socket, List<String> log) {
		AnySocketEventListener listener = (event, arguments) -> log.add("first " + event);
		socket.onAnyOutgoing((event, arguments) -> log.add(event));
		socket.prependAnyOutgoing(listener);
		socket.emit("a");
		socket.offAnyOutgoing(listener);
		socket.emit("b");
		socket.offAnyOutgoing();
		socket.emit("c");
		assertThat(log).containsExactly("first a", "a", "b");
		assertThat(List.of(next(0).name(), next(0).name(), next(0).name())).containsExactly("a", "b", "c");
	}

	private void jobs(Socket socket) {
		Disposable job = socket.spawn(Flux.interval(Duration.ofSeconds(1)).doOnNext((n) -> socket.emit("tick", n)));
		socket.spawn(() -> socket.emit("report", createReport()));
		for (KitClient.Event event = next(0); !event.name().equals("report"); event = next(0)) {
			assertThat(event.name()).isEqualTo("tick");
		}
		assertThat(job.isDisposed()).isFalse();
		job.dispose();
		socket.cancelJobs();
		assertThat(job.isDisposed()).isTrue();
		socket.client().spawn(Mono.delay(Duration.ofHours(1)).doOnNext((n) -> socket.client().disconnect()));
	}

	private String createReport() {
		return "report";
	}

	private void checkDocument() throws IOException {
		String source = withoutSpace(Files.readString(SOURCE));
		List<MatchResult> rows = ROW.matcher(Files.readString(DOCUMENT)).results().toList();
		int position = source.indexOf("privatevoidtoOneClient(");
		List<String> documented = new ArrayList<>();
		for (MatchResult row : rows) {
			int found = source.indexOf(withoutSpace(row.group(1)), position);
			assertThat(found).as("the row %s, behind the one before it", row.group(1)).isPositive();
			position = found + 1;
			if (row.group(2) != null) {
				documented.add(row.group(2));
			}
		}
		assertThat(this.receivers).isEqualTo(documented);
	}

	private static String withoutSpace(String text) {
		return text.replaceAll("\\s", "");
	}

}
