package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.github.socketiospring.Arguments;
import io.github.socketiospring.adapter.AckReply;
import io.github.socketiospring.adapter.AdapterNamespace;
import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.SocketDetails;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * What the namespaces of a family have on this server. What reaches the family, from this
 * server or another, is done in each of them.
 */
final class FamilySockets implements AdapterNamespace {

	private final String name;

	private final DefaultSocketIOServer server;

	private final Collection<ServerNamespace> namespaces;

	private final ServerSideEvents serverSideEvents;

	/**
	 * Creates the sockets of a family.
	 * @param namespaces its namespaces, which change
	 */
	FamilySockets(String name, DefaultSocketIOServer server, Collection<ServerNamespace> namespaces) {
		this.name = name;
		this.server = server;
		this.namespaces = namespaces;
		this.serverSideEvents = new ServerSideEvents(name, server, null);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean isFamily() {
		return true;
	}

	@Override
	public String serverId() {
		return this.server.id();
	}

	ServerSideEvents serverSideEvents() {
		return this.serverSideEvents;
	}

	List<ServerSocket> select(Selection selection) {
		List<ServerSocket> selected = new ArrayList<>();
		each((sockets) -> selected.addAll(sockets.select(selection)));
		return selected;
	}

	private void each(Consumer<LocalSockets> action) {
		this.namespaces.forEach((namespace) -> action.accept(namespace.localSockets()));
	}

	/** Where a namespace's own adapter remembers sockets, they miss what passes by. */
	@Override
	public boolean mayBeFor(Selection selection) {
		for (ServerNamespace namespace : this.namespaces) {
			if (namespace.adapter().recovers() || namespace.localSockets().mayBeFor(selection)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Each namespace's own adapter has the event too, which may keep it for those who
	 * come back: the offset of the family's adapter would tell them nothing.
	 */
	@Override
	public void deliver(Command.Broadcast broadcast, @Nullable String offset) {
		send(broadcast.onThisServer());
	}

	private void send(Command command) {
		this.namespaces.forEach((namespace) -> namespace.adapter().send(command));
	}

	/** In each namespace's own order: nothing is done with the family's lock held. */
	@Override
	public Runnable queue(Command.Broadcast broadcast, @Nullable String offset) {
		return () -> deliver(broadcast, null);
	}

	@Override
	public Disposable schedule(Duration delay, Runnable task) {
		return this.server.schedule(delay, task);
	}

	@Override
	public Flux<AckReply> deliverWithAck(Request.BroadcastWithAck broadcast) {
		return Flux.fromIterable(List.copyOf(this.namespaces))
			.flatMap((namespace) -> namespace.localSockets().deliverWithAck(broadcast), Integer.MAX_VALUE)
			.startWith(new AckReply.Asked(Set.of()));
	}

	/**
	 * As all that is done to sockets, it goes through each namespace's own adapter, which
	 * may know of some that are away.
	 */
	@Override
	public void join(Selection selection, Set<String> rooms) {
		send(new Command.Join(selection.onThisServer(), rooms));
	}

	@Override
	public void leave(Selection selection, Set<String> rooms) {
		send(new Command.Leave(selection.onThisServer(), rooms));
	}

	@Override
	public void disconnect(Selection selection, boolean closeConnection) {
		send(new Command.Disconnect(selection.onThisServer(), closeConnection));
	}

	@Override
	public List<SocketDetails> sockets(Selection selection) {
		List<SocketDetails> details = new ArrayList<>();
		each((sockets) -> details.addAll(sockets.sockets(selection)));
		return details;
	}

	@Override
	public Set<String> rooms() {
		Set<String> rooms = new HashSet<>();
		each((sockets) -> rooms.addAll(sockets.rooms()));
		return rooms;
	}

	@Override
	public void serverSideEmitted(String event, Payload arguments) {
		this.serverSideEvents.emitted(event, read(arguments));
	}

	@Override
	public Flux<AckReply> serverSideAsked(String event, Payload arguments) {
		return this.serverSideEvents.asked(event, read(arguments), (answer) -> read(write(answer)));
	}

	@Override
	public Payload write(Collection<? extends @Nullable Object> values) {
		return this.server.payloads().copy(values);
	}

	@Override
	public Payload write(Arguments answer) {
		return this.server.payloads().answer(answer);
	}

	@Override
	public Arguments read(Payload payload) {
		return this.server.payloads().read(payload);
	}

}
