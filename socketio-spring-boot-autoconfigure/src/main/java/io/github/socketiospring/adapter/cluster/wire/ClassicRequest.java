package io.github.socketiospring.adapter.cluster.wire;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request, whatever the order in which they came. Used by one thread.
 */
final class ClassicRequest {

	private static final Keys KEYS = new Keys("uid", "requestId", "type", "opts", "rooms", "close", "data", "packet",
			"sid", "room", "detailed", "timeout");

	private static final int UNKNOWN = -1;

	private final String namespace;

	private @Nullable String sender;

	private @Nullable String requestId;

	private int type = UNKNOWN;

	private @Nullable Options options;

	private @Nullable Set<String> rooms;

	private boolean close;

	private MessageInput.@Nullable Part data;

	private MessageInput.@Nullable Part packet;

	/** The only socket, in requests of very old servers. */
	private @Nullable String socket;

	private @Nullable String room;

	private boolean detailed;

	private @Nullable Duration timeout;

	ClassicRequest(String namespace) {
		this.namespace = namespace;
	}

	@Nullable String sender() {
		return this.sender;
	}

	void read(MessageInput input) {
		input.enterObject();
		int key;
		while ((key = input.nextKey(KEYS)) != Keys.END) {
			switch (key) {
				case 0 -> this.sender = name(input, NodeReader.MAX_ID_LENGTH);
				case 1 -> this.requestId = name(input, NodeReader.MAX_ID_LENGTH);
				case 2 -> this.type = input.integer();
				case 3 -> this.options = Options.read(input);
				case 4 -> this.rooms = input.rooms();
				case 5 -> this.close = input.isTrue();
				case 6 -> this.data = input.part();
				case 7 -> this.packet = input.part();
				case 8 -> this.socket = name(input, input.limits().maxRoomLength());
				case 9 -> this.room = name(input, input.limits().maxRoomLength());
				case 10 -> this.detailed = input.isTrue();
				case 11 -> this.timeout = Options.timeout(input);
				default -> input.skip();
			}
		}
		input.end();
	}

	private static @Nullable String name(MessageInput input, int maxLength) {
		if (input.kind() == MessageInput.Kind.NULL) {
			input.skip();
			return null;
		}
		return input.text(maxLength);
	}

	@Nullable Received received(ClassicMessages messages, Predicate<Selection> mayBeFor) {
		if (this.socket != null && this.options == null && this.type >= ClassicTypes.JOIN
				&& this.type <= ClassicTypes.DISCONNECT) {
			return ofOneSocket(messages, Selection.socket(this.socket), mayBeFor);
		}
		ClusterMessage message = message();
		return (message != null) ? new Received(this.sender, message) : null;
	}

	/** Only the server that has the socket answers. */
	private @Nullable Received ofOneSocket(ClassicMessages messages, Selection selection,
			Predicate<Selection> mayBeFor) {
		if (!mayBeFor.test(selection)) {
			return null;
		}
		ClusterMessage message = switch (this.type) {
			case ClassicTypes.JOIN -> Joins.join(selection, Set.of(Fields.required(this.room, "room")));
			case ClassicTypes.LEAVE -> Joins.leave(selection, Set.of(Fields.required(this.room, "room")));
			default -> new ClusterMessage.Order(new Command.Disconnect(selection, this.close));
		};
		return new Received(this.sender, message, (this.requestId != null) ? messages.receipt(this.requestId) : null);
	}

	private @Nullable ClusterMessage message() {
		return switch (this.type) {
			case ClassicTypes.SOCKET_IDS -> question(
					new Request.FetchSockets(
							new Selection((this.rooms != null) ? this.rooms : Set.of(), Set.of(), false), timeout()),
					true);
			case ClassicTypes.ROOMS -> question(new Request.FetchRooms(timeout()), false);
			case ClassicTypes.JOIN -> Joins.join(selection(), rooms());
			case ClassicTypes.LEAVE -> Joins.leave(selection(), rooms());
			case ClassicTypes.DISCONNECT -> new ClusterMessage.Order(new Command.Disconnect(selection(), this.close));
			case ClassicTypes.FETCH_SOCKETS -> question(new Request.FetchSockets(selection(), timeout()), false);
			case ClassicTypes.SERVER_SIDE_EMIT -> serverSide();
			case ClassicTypes.BROADCAST_WITH_ACK -> broadcast(Fields.required(this.options, "opts"));
			case ClassicTypes.JOINED -> new ClusterMessage.Joined();
			case ClassicTypes.ALIVE -> new ClusterMessage.Alive();
			case ClassicTypes.LEFT -> new ClusterMessage.Left();
			case UNKNOWN -> throw Fields.missing("type");
			default -> null;
		};
	}

	private ClusterMessage serverSide() {
		try (MessageInput input = Fields.required(this.data, "data").open()) {
			MessageInput.Event event = input.event();
			return (this.requestId != null)
					? question(new Request.ServerSideEmitWithAck(event.name(), event.arguments(), timeout()), false)
					: new ClusterMessage.Order(new Command.ServerSideEmit(event.name(), event.arguments()));
		}
	}

	private @Nullable ClusterMessage broadcast(Options to) {
		try (MessageInput input = Fields.required(this.packet, "packet").open()) {
			MessageInput.Event event = PacketReader.read(input, this.namespace);
			if (event == null) {
				return null;
			}
			return question(new Request.BroadcastWithAck(to.selection(), event.name(), event.arguments(),
					to.isVolatile(), to.compress(), to.timeoutOrDefault()), false);
		}
	}

	private ClusterMessage question(Request<?> request, boolean onlyIds) {
		String id = ClassicIds.received(Fields.required(this.requestId, "requestId"), onlyIds);
		return new ClusterMessage.Question(id, request, this.detailed);
	}

	private Duration timeout() {
		return (this.timeout != null) ? this.timeout : Options.UNKNOWN_TIMEOUT;
	}

	private Selection selection() {
		return Fields.required(this.options, "opts").selection();
	}

	private Set<String> rooms() {
		return Fields.required(this.rooms, "rooms");
	}

}
