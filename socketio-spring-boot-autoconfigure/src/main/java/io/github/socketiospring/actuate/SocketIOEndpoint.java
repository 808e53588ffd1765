package io.github.socketiospring.actuate;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.socketiospring.BroadcastOperator;
import io.github.socketiospring.Namespace;
import io.github.socketiospring.Socket;
import io.github.socketiospring.engine.EngineServer;
import io.github.socketiospring.engine.EngineSession;
import io.github.socketiospring.server.Inspection;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Shows operators one server, and lets them disconnect sockets and change rooms, the
 * latter only with {@code management.endpoint.socketio.access=unrestricted}. Names of
 * namespaces are parameters, because they have slashes and whatever else clients have
 * chosen. Called by threads that may block; holds up no client.
 */
@Endpoint(id = "socketio", defaultAccess = Access.READ_ONLY)
@RegisterReflectionForBinding({ RoomsPage.class, SocketsPage.class })
public final class SocketIOEndpoint {

	private static final String SOCKETS = "sockets";

	private static final String ROOMS = "rooms";

	private static final String ROOT = "/";

	private final Inspection inspection;

	private final EngineServer engine;

	private final SocketReports reports;

	/**
	 * Creates the endpoint.
	 * @param inspection what is known of the server
	 * @param engine its connections
	 */
	public SocketIOEndpoint(Inspection inspection, EngineServer engine) {
		this.inspection = inspection;
		this.engine = engine;
		this.reports = new SocketReports(inspection, engine);
	}

	// Looking

	/**
	 * Tells what is connected to this server.
	 * @param page the page of namespaces, from 0; the first without one
	 * @param size the most namespaces on a page, up to 1000; 100 without one
	 * @return the numbers
	 */
	@ReadOperation
	public ServerReport server(@Nullable Integer page, @Nullable Integer size) {
		PageRequest request = PageRequest.of(page, size);
		Collection<? extends Namespace> namespaces = this.inspection.namespaces();
		List<ServerReport.NamespaceCount> counts = request
			.of(namespaces.stream().sorted(Comparator.comparing(Namespace::name)).toList())
			.map((namespace) -> new ServerReport.NamespaceCount(namespace.name(),
					this.inspection.sockets(namespace).size(), this.inspection.rooms(namespace).size()))
			.toList();
		List<ServerReport.FamilyCount> families = this.inspection.families()
			.stream()
			.map((family) -> new ServerReport.FamilyCount(family.name(), family.children().size()))
			.toList();
		return new ServerReport(this.inspection.serverId(), this.engine.isAccepting(), this.engine.size(), transports(),
				families, request.page(), request.size(), namespaces.size(), counts);
	}

	private Map<String, Map<String, Integer>> transports() {
		Map<String, Map<String, Integer>> transports = new TreeMap<>();
		for (EngineSession session : this.engine.sessions()) {
			transports.computeIfAbsent(session.revision().name(), (name) -> new TreeMap<>())
				.merge(session.transport(), 1, Integer::sum);
		}
		return transports;
	}

	/**
	 * Returns sockets or rooms of a namespace.
	 * @param what {@code "sockets"} or {@code "rooms"}
	 * @param namespace the name of the namespace; the root namespace without one
	 * @param room only sockets in this room
	 * @param page the page, from 0; the first without one
	 * @param size the most of them on a page, up to 1000; 100 without one
	 * @return the page, or {@code null} if there is nothing of that name
	 */
	@ReadOperation
	public @Nullable OperationResponseBody page(@Selector String what, @Nullable String namespace,
			@Nullable String room, @Nullable Integer page, @Nullable Integer size) {
		PageRequest request = PageRequest.of(page, size);
		Namespace found = find(namespace);
		if (found == null) {
			return null;
		}
		return switch (what) {
			case SOCKETS -> sockets(found, room, request);
			case ROOMS -> rooms(found, request);
			default -> null;
		};
	}

	private SocketsPage sockets(Namespace namespace, @Nullable String room, PageRequest request) {
		Collection<? extends Socket> sockets = (room != null) ? members(namespace, room)
				: this.inspection.sockets(namespace);
		return new SocketsPage(this.inspection.serverId(), namespace.name(), room, request.page(), request.size(),
				sockets.size(), request.of(sockets).map(this.reports::line).toList());
	}

	private Collection<? extends Socket> members(Namespace namespace, String room) {
		Collection<? extends Socket> members = this.inspection.rooms(namespace).get(room);
		return (members != null) ? members : Set.of();
	}

	private RoomsPage rooms(Namespace namespace, PageRequest request) {
		Map<String, ? extends Collection<? extends Socket>> rooms = this.inspection.rooms(namespace);
		return new RoomsPage(this.inspection.serverId(), namespace.name(), request.page(), request.size(), rooms.size(),
				request.of(rooms.entrySet())
					.map((room) -> new RoomsPage.RoomCount(this.reports.room(room.getKey()), room.getValue().size()))
					.toList());
	}

	/**
	 * Returns what is known of one socket of this server.
	 * @param what {@code "sockets"}
	 * @param id the id of the socket, or the name of its connection
	 * @param namespace the name of the namespace; the root namespace without one
	 * @return the socket, or {@code null} if it is not there
	 */
	@ReadOperation
	public @Nullable SocketReport socket(@Selector String what, @Selector String id, @Nullable String namespace) {
		Socket socket = find(what, id, namespace);
		return (socket != null) ? this.reports.report(socket) : null;
	}

	private @Nullable Namespace find(@Nullable String namespace) {
		return this.inspection.namespace((namespace != null) ? namespace : ROOT);
	}

	/** Ids that are secrets find nothing: they are not to be written down. */
	private @Nullable Socket find(String what, String id, @Nullable String namespace) {
		Namespace found = find(namespace);
		if (found == null || !what.equals(SOCKETS)) {
			return null;
		}
		Socket named = found.socket(id);
		if (named != null && this.inspection.activity(named).nameInLogs().equals(id)) {
			return named;
		}
		for (Socket socket : this.inspection.sockets(found)) {
			if (socket.client().id().equals(id)) {
				return socket;
			}
		}
		return null;
	}

	// Doing

	/**
	 * Disconnects the sockets of a namespace, or of a room of it, from all servers.
	 * @param what {@code "sockets"}
	 * @param namespace the name of the namespace
	 * @param room only sockets in this room
	 * @param close whether their connections end, too
	 * @return nothing, or that there is no such namespace on this server
	 */
	@DeleteOperation
	public WebEndpointResponse<Void> disconnectAll(@Selector String what, String namespace, @Nullable String room,
			@Nullable Boolean close) {
		Namespace found = what.equals(SOCKETS) ? find(namespace) : null;
		if (found == null) {
			return notFound();
		}
		BroadcastOperator operator = (room != null) ? found.to(room) : found;
		operator.disconnectSockets(Boolean.TRUE.equals(close));
		return done();
	}

	/**
	 * Disconnects a socket of this server.
	 * @param what {@code "sockets"}
	 * @param id the id of the socket, or the name of its connection
	 * @param namespace the name of the namespace; the root namespace without one
	 * @param close whether its connection ends, too
	 * @return nothing, or that it is not there
	 */
	@DeleteOperation
	public WebEndpointResponse<Void> disconnect(@Selector String what, @Selector String id, @Nullable String namespace,
			@Nullable Boolean close) {
		Socket socket = find(what, id, namespace);
		if (socket == null) {
			return notFound();
		}
		socket.disconnect(Boolean.TRUE.equals(close));
		return done();
	}

	/**
	 * Has a socket of this server leave a room and join another.
	 * @param what {@code "sockets"}
	 * @param id the id of the socket, or the name of its connection
	 * @param namespace the name of the namespace; the root namespace without one
	 * @param join the room it joins, if any
	 * @param leave the room it leaves before that, if any
	 * @return nothing, or that it is not there
	 * @throws InvalidEndpointRequestException if it cannot join the room
	 */
	@WriteOperation
	public WebEndpointResponse<Void> changeRoom(@Selector String what, @Selector String id, @Nullable String namespace,
			@Nullable String join, @Nullable String leave) {
		Socket socket = find(what, id, namespace);
		if (socket == null) {
			return notFound();
		}
		try {
			if (leave != null) {
				socket.leave(leave);
			}
			if (join != null) {
				socket.join(join);
			}
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			String reason = String.valueOf(ex.getMessage());
			throw new InvalidEndpointRequestException(reason, reason, ex);
		}
		return done();
	}

	private static WebEndpointResponse<Void> done() {
		return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
	}

	private static WebEndpointResponse<Void> notFound() {
		return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
