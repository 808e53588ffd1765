package io.github.socketiospring.adapter.cluster;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.adapter.AckReply;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.codec.json.JsonArguments;
import io.github.socketiospring.codec.json.JsonCodec;
import io.github.socketiospring.codec.json.JsonLimits;
import io.github.socketiospring.server.event.ReceivedArguments;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/**
 * A namespace of a server that is not there: it notes what is done to it, and time passes
 * when a test says so.
 */
class FakeNamespace implements AdapterNamespace {

	static final JsonCodec JSON = new JsonCodec(JsonMapper.shared(), JsonLimits.DEFAULTS);

	final List<Object> done = new CopyOnWriteArrayList<>();

	final Set<String> rooms = new HashSet<>();

	Flux<AckReply> replies = Flux.empty();

	private final String name;

	private final String serverId;

	private final List<Task> tasks = new ArrayList<>();

	private long now;

	FakeNamespace(String name, String serverId) {
		this.name = name;
		this.serverId = serverId;
	}

	/**
	 * Something to be done.
	 *
	 * @param time when
	 * @param task what
	 */
	private record Task(long time, Runnable task) {
	}

	void advance(Duration duration) {
		long end = this.now + duration.toMillis();
		while (true) {
			Task next = this.tasks.stream().min(Comparator.comparingLong(Task::time)).orElse(null);
			if (next == null || next.time() > end) {
				break;
			}
			this.tasks.remove(next);
			this.now = next.time();
			next.task().run();
		}
		this.now = end;
	}

	/** How many tasks wait. */
	int waiting() {
		return this.tasks.size();
	}

	static Payload payload(String json) {
		return Payload.of(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), List.of());
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean isFamily() {
		return false;
	}

	@Override
	public String serverId() {
		return this.serverId;
	}

	@Override
	public void deliver(Command.Broadcast broadcast, @Nullable String offset) {
		this.done.add(broadcast);
	}

	@Override
	public Runnable queue(Command.Broadcast broadcast, @Nullable String offset) {
		return () -> this.done.add(broadcast);
	}

	@Override
	public boolean mayBeFor(Selection selection) {
		return true;
	}

	@Override
	public Disposable schedule(Duration delay, Runnable task) {
		Task later = new Task(this.now + delay.toMillis(), task);
		this.tasks.add(later);
		return () -> this.tasks.remove(later);
	}

	@Override
	public Flux<AckReply> deliverWithAck(Request.BroadcastWithAck broadcast) {
		return this.replies;
	}

	@Override
	public void join(Selection selection, Set<String> rooms) {
		this.done.add(new Command.Join(selection, rooms));
	}

	@Override
	public void leave(Selection selection, Set<String> rooms) {
		this.done.add(new Command.Leave(selection, rooms));
	}

	@Override
	public void disconnect(Selection selection, boolean closeConnection) {
		this.done.add(new Command.Disconnect(selection, closeConnection));
	}

	@Override
	public List<SocketDetails> sockets(Selection selection) {
		return List.of();
	}

	@Override
	public Set<String> rooms() {
		return this.rooms;
	}

	@Override
	public void serverSideEmitted(String event, Payload arguments) {
		this.done.add(new Command.ServerSideEmit(event, arguments));
	}

	@Override
	public Flux<AckReply> serverSideAsked(String event, Payload arguments) {
		return this.replies;
	}

	@Override
	public Payload write(Collection<? extends @Nullable Object> values) {
		return Payload.of(List.copyOf(values), FakeNamespace::written);
	}

	private static Payload.Written written(List<? extends @Nullable Object> values) {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		List<byte[]> attachments = new ArrayList<>();
		JSON.writeArray(output, null, values, attachments);
		return new Payload.Written(output.toByteArray(), attachments);
	}

	@Override
	public Payload write(Arguments answer) {
		return write(answer.asList());
	}

	@Override
	public Arguments read(Payload payload) {
		Payload.Written written = payload.written();
		return new ReceivedArguments(new JsonArguments(JSON, written.json(), written.attachments()));
	}

}
