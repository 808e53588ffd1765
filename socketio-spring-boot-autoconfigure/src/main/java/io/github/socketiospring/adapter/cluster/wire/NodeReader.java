package io.github.socketiospring.adapter.cluster.wire;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.codec.json.PacketParseException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message of Node's {@code ClusterAdapter}, whatever the order of its keys.
 * Used once, by one thread.
 */
final class NodeReader {

	/** What a server that wants rooms asks for besides the sockets. */
	static final String ONLY_ROOMS = "rooms";

	/** The longest id of a server or a question. */
	static final int MAX_ID_LENGTH = 128;

	private static final Keys ENVELOPE = new Keys("uid", "nsp", "type", "data");

	private static final Keys DATA = new Keys("requestId", "detailed", "opts", "packet", "rooms", "close", "sockets",
			"clientCount", "args", "only", "timeout", "reports");

	private static final int UNKNOWN = -1;

	private final String serverId;

	private final String namespace;

	private final Predicate<Selection> mayBeFor;

	private final boolean asksInPrivate;

	private int type = UNKNOWN;

	/** Whether the message is a question that Node's servers pass over. */
	private boolean isPrivate;

	private @Nullable String sender;

	/** Set once it is known that nobody wants the message. */
	private boolean unwanted;

	/**
	 * Creates a reader.
	 * @param serverId the id of this server
	 * @param namespace the name of the namespace
	 * @param mayBeFor whether an event for these sockets is wanted
	 * @param asksInPrivate whether what asks for details comes again, or has come, as a
	 * private question
	 */
	NodeReader(String serverId, String namespace, Predicate<Selection> mayBeFor, boolean asksInPrivate) {
		this.serverId = serverId;
		this.namespace = namespace;
		this.mayBeFor = mayBeFor;
		this.asksInPrivate = asksInPrivate;
	}

	/**
	 * Reads a whole message. Where it does not tell its namespace, that is the one of the
	 * channel: npm's {@code @socket.io/postgres-emitter} leaves it out.
	 */
	@Nullable Received read(MessageInput input) {
		MessageInput.Part part = null;
		ClusterMessage message = null;
		input.enterObject();
		int key;
		while ((key = input.nextKey(ENVELOPE)) != Keys.END) {
			switch (key) {
				case 0 -> this.sender = input.text(MAX_ID_LENGTH);
				case 1 -> this.unwanted |= !input.text(Integer.MAX_VALUE).equals(this.namespace);
				case 2 -> type(input.integer());
				case 3 -> {
					if (this.type == UNKNOWN) {
						part = input.part();
					}
					else {
						message = readData(input, this.sender != null);
						this.unwanted |= message == null;
					}
				}
				default -> input.skip();
			}
			if (this.unwanted || this.serverId.equals(this.sender)) {
				return null;
			}
		}
		input.end();
		if (this.type == UNKNOWN || (this.sender == null && !isAnswer())) {
			throw new PacketParseException("message without uid or type");
		}
		return received(this.sender, (message != null) ? message : readLater(part));
	}

	private void type(int number) {
		this.isPrivate = number >= NodeTypes.PRIVATE;
		this.type = this.isPrivate ? number - NodeTypes.PRIVATE : number;
	}

	private @Nullable ClusterMessage readLater(MessageInput.@Nullable Part part) {
		if (part == null) {
			return withoutData();
		}
		try (MessageInput input = part.open()) {
			return readData(input, false);
		}
	}

	/**
	 * Reads a message whose envelope is something else.
	 * @param data its data, or {@code null} if it has none
	 */
	@Nullable Received read(String uid, int number, @Nullable MessageInput data) {
		if (uid.length() > MAX_ID_LENGTH) {
			throw new PacketParseException("uid too long");
		}
		this.sender = uid;
		type(number);
		return received(uid, (data != null) ? readData(data, true) : withoutData());
	}

	private static @Nullable Received received(@Nullable String uid, @Nullable ClusterMessage message) {
		return (message != null) ? new Received(uid, message) : null;
	}

	private @Nullable ClusterMessage withoutData() {
		return switch (this.type) {
			case NodeTypes.JOINED -> new ClusterMessage.Joined();
			case NodeTypes.ALIVE -> new ClusterMessage.Alive();
			case NodeTypes.LEFT -> new ClusterMessage.Left();
			default -> {
				if (isKnown()) {
					throw new PacketParseException("message without data");
				}
				yield null;
			}
		};
	}

	/** The sharded adapter 8.2 does not tell who answers. */
	private boolean isAnswer() {
		return this.type == NodeTypes.SOCKETS
				|| (this.type >= NodeTypes.SERVER_ANSWER && this.type <= NodeTypes.CLIENT_ANSWER);
	}

	private boolean isKnown() {
		return (this.type >= NodeTypes.JOINED && this.type <= NodeTypes.LEFT) || this.type == NodeTypes.REPORTS;
	}

	/**
	 * Reads the data.
	 * @param ordered whether the server has written who it is first: then it has written
	 * what the message is first, too
	 */
	private @Nullable ClusterMessage readData(MessageInput input, boolean ordered) {
		if (!isKnown()) {
			return null;
		}
		if (this.type == NodeTypes.JOINED || this.type == NodeTypes.ALIVE || this.type == NodeTypes.LEFT) {
			input.skip();
			return withoutData();
		}
		return new Data().read(input, ordered);
	}

	/**
	 * The data of the message, as far as it is read.
	 */
	private final class Data {

		private @Nullable String id;

		private boolean detailed;

		private @Nullable Options options;

		/** Whether it is known that nobody here is meant, so that nothing is made. */
		private boolean forNobody;

		private MessageInput.@Nullable Part packet;

		private MessageInput.@Nullable Event event;

		private boolean hasPacket;

		private @Nullable Payload value;

		private @Nullable Payload values;

		private @Nullable Set<String> rooms;

		private boolean close;

		private @Nullable List<SocketDetails> sockets;

		private @Nullable Integer count;

		private ClusterMessage.@Nullable Reports reports;

		private boolean onlyRooms;

		private @Nullable Duration timeout;

		@Nullable ClusterMessage read(MessageInput input, boolean ordered) {
			input.enterObject();
			int key;
			while ((key = input.nextKey(DATA)) != Keys.END) {
				readEntry(input, key);
				if (ordered && isUnwanted()) {
					return null;
				}
			}
			if (isUnwanted()) {
				return null;
			}
			MessageInput.Part part = this.packet;
			if (part != null) {
				try (MessageInput later = part.open()) {
					readPacket(later);
				}
			}
			return message();
		}

		private boolean isUnwanted() {
			boolean elsewhere = this.detailed && NodeReader.this.asksInPrivate && !NodeReader.this.isPrivate;
			return elsewhere || (this.forNobody && this.id == null);
		}

		private void readEntry(MessageInput input, int key) {
			switch (key) {
				case 0 -> this.id = id(input);
				case 1 -> this.detailed = input.isTrue();
				case 2 -> {
					this.options = Options.read(input);
					this.forNobody = NodeReader.this.type == NodeTypes.BROADCAST && this.id == null
							&& !NodeReader.this.mayBeFor.test(this.options.selection());
				}
				case 3 -> {
					if (NodeReader.this.type == NodeTypes.BROADCAST && (this.options == null || this.forNobody)) {
						this.packet = input.part();
					}
					else {
						readPacket(input);
					}
				}
				case 4 -> this.rooms = (NodeReader.this.type == NodeTypes.SOCKETS) ? input.allRooms() : input.rooms();
				case 5 -> this.close = input.isTrue();
				case 6 -> this.sockets = SocketFormat.read(input);
				case 7 -> this.count = input.integer();
				case 8 -> this.values = input.values();
				case 9 -> this.onlyRooms = isOnlyRooms(input);
				case 10 -> this.timeout = Options.timeout(input);
				case 11 -> this.reports = ReportFormat.read(input, (each) -> each);
				default -> input.skip();
			}
		}

		/** Some of Node's adapters write what is not there as null. */
		private @Nullable String id(MessageInput input) {
			if (input.kind() == MessageInput.Kind.NULL) {
				input.skip();
				return null;
			}
			return input.text(MAX_ID_LENGTH);
		}

		private boolean isOnlyRooms(MessageInput input) {
			if (input.kind() == MessageInput.Kind.STRING) {
				return input.text(MAX_ID_LENGTH).equals(ONLY_ROOMS);
			}
			input.skip();
			return false;
		}

		private void readPacket(MessageInput input) {
			this.hasPacket = true;
			switch (NodeReader.this.type) {
				case NodeTypes.BROADCAST -> this.event = PacketReader.read(input, null);
				case NodeTypes.SERVER_SIDE_EMIT -> this.event = input.event();
				case NodeTypes.SERVER_ANSWER, NodeTypes.CLIENT_ANSWER -> this.value = input.value();
				default -> input.skip();
			}
		}

		private @Nullable ClusterMessage message() {
			return switch (NodeReader.this.type) {
				case NodeTypes.BROADCAST -> broadcast(Fields.required(this.options, "opts"));
				case NodeTypes.JOIN -> Joins.join(selection(), rooms());
				case NodeTypes.LEAVE -> Joins.leave(selection(), rooms());
				case NodeTypes.DISCONNECT -> new ClusterMessage.Order(new Command.Disconnect(selection(), this.close));
				case NodeTypes.FETCH_SOCKETS -> question(fetch(Fields.required(this.options, "opts")));
				case NodeTypes.SERVER_SIDE_EMIT -> serverSide();
				case NodeTypes.REPORTS -> Fields.required(this.reports, "reports");
				default -> answer(Fields.required(this.id, "requestId"));
			};
		}

		private @Nullable ClusterMessage broadcast(Options to) {
			MessageInput.Event found = this.event;
			if (!this.hasPacket) {
				throw Fields.missing("packet");
			}
			if (found == null) {
				return null;
			}
			if (this.id != null) {
				return question(new Request.BroadcastWithAck(to.selection(), found.name(), found.arguments(),
						to.isVolatile(), to.compress(), to.timeoutOrDefault()));
			}
			return new ClusterMessage.Order(new Command.Broadcast(to.selection(), found.name(), found.arguments(),
					to.isVolatile(), to.compress()));
		}

		private Request<?> fetch(Options of) {
			return this.onlyRooms ? new Request.FetchRooms(of.timeoutOrDefault())
					: new Request.FetchSockets(of.selection(), of.timeoutOrDefault());
		}

		private ClusterMessage serverSide() {
			MessageInput.Event found = this.event;
			if (found == null) {
				throw Fields.missing("packet");
			}
			if (this.id == null) {
				return new ClusterMessage.Order(new Command.ServerSideEmit(found.name(), found.arguments()));
			}
			return question(new Request.ServerSideEmitWithAck(found.name(), found.arguments(),
					(this.timeout != null) ? this.timeout : Options.UNKNOWN_TIMEOUT));
		}

		private ClusterMessage question(Request<?> request) {
			return new ClusterMessage.Question(Fields.required(this.id, "requestId"), request, this.detailed);
		}

		private ClusterMessage answer(String questionId) {
			return switch (NodeReader.this.type) {
				case NodeTypes.SOCKETS -> (this.rooms != null) ? new ClusterMessage.RoomNames(questionId, this.rooms)
						: new ClusterMessage.Sockets(questionId, Fields.required(this.sockets, "sockets"));
				case NodeTypes.SERVER_ANSWER ->
					new ClusterMessage.ServerAnswer(questionId, Answers.of(this.value, this.values));
				case NodeTypes.CLIENTS_ASKED ->
					new ClusterMessage.ClientsAsked(questionId, Fields.required(this.count, "clientCount"));
				default -> new ClusterMessage.ClientAnswer(questionId, Answers.of(this.value, null));
			};
		}

		private Selection selection() {
			return Fields.required(this.options, "opts").selection();
		}

		private Set<String> rooms() {
			return Fields.required(this.rooms, "rooms");
		}

	}

}
