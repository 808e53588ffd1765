package io.github.socketiospring.adapter.cluster.wire;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.codec.json.PacketParseException;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of npm's {@code @socket.io/redis-adapter} and {@code redis-emitter}.
 *
 * @param namespace the namespace's name
 * @param serverId this server's id
 */
record ClassicReader(String namespace, String serverId) {

	@Nullable Received event(MessageInput input, Predicate<Selection> mayBeFor) {
		input.enterArray();
		next(input);
		String sender = (input.kind() == MessageInput.Kind.NULL) ? none(input) : input.text(NodeReader.MAX_ID_LENGTH);
		if (this.serverId.equals(sender)) {
			return null;
		}
		next(input);
		MessageInput.Part packet = input.part();
		next(input);
		Options options = Options.read(input);
		while (input.nextItem()) {
			input.skip();
		}
		input.end();
		if (!mayBeFor.test(options.selection())) {
			return null;
		}
		try (MessageInput later = packet.open()) {
			MessageInput.Event event = PacketReader.read(later, this.namespace);
			return (event == null) ? null
					: new Received(sender, new ClusterMessage.Order(new Command.Broadcast(options.selection(),
							event.name(), event.arguments(), options.isVolatile(), options.compress())));
		}
	}

	private static void next(MessageInput input) {
		if (!input.nextItem()) {
			throw new PacketParseException("event without sender, packet or opts");
		}
	}

	private static @Nullable String none(MessageInput input) {
		input.skip();
		return null;
	}

	@Nullable ClassicRequest request(MessageInput input) {
		ClassicRequest request = new ClassicRequest(this.namespace);
		request.read(input);
		return this.serverId.equals(request.sender()) ? null : request;
	}

	@Nullable Received response(MessageInput input) {
		return new Response().read(input);
	}

	/**
	 * The fields of a response, whatever the order in which they came.
	 */
	private final class Response {

		private static final Keys KEYS = new Keys("type", "requestId", "uid", "sockets", "rooms", "data", "packet",
				"clientCount", "args", "reports");

		private static final int NONE = -1;

		private int type = NONE;

		private @Nullable String sender;

		private @Nullable String id;

		private @Nullable List<SocketDetails> sockets;

		/** Put aside until it is known that this server has asked. */
		private MessageInput.@Nullable Part part;

		private @Nullable Set<String> rooms;

		private @Nullable Payload value;

		private @Nullable Payload values;

		private @Nullable Integer count;

		private ClusterMessage.@Nullable Reports reports;

		@Nullable Received read(MessageInput input) {
			input.enterObject();
			int key;
			while ((key = input.nextKey(KEYS)) != Keys.END) {
				if (key == 1) {
					this.id = asked(input);
					if (this.id == null) {
						return null;
					}
				}
				else {
					readEntry(input, key);
				}
			}
			input.end();
			if (this.reports != null && this.type == ClassicTypes.REPORTS) {
				return this.reports.reports().isEmpty() ? null : new Received(this.sender, this.reports);
			}
			if (this.id == null) {
				return null;
			}
			if (this.part != null) {
				try (MessageInput later = this.part.open()) {
					this.sockets = SocketFormat.read(later);
				}
			}
			ClusterMessage message = message(this.id);
			return (message != null) ? new Received(this.sender, message) : null;
		}

		private @Nullable String asked(MessageInput input) {
			return (input.kind() == MessageInput.Kind.NULL) ? none(input)
					: ClassicIds.answered(ClassicReader.this.serverId, input.text(2 * NodeReader.MAX_ID_LENGTH));
		}

		private void readEntry(MessageInput input, int key) {
			switch (key) {
				case 0 -> this.type = input.integer();
				case 2 -> this.sender = input.text(NodeReader.MAX_ID_LENGTH);
				case 3 -> {
					if (this.id != null) {
						this.sockets = SocketFormat.read(input);
					}
					else {
						this.part = input.part();
					}
				}
				case 4 -> this.rooms = input.allRooms();
				case 5, 6 -> this.value = input.value();
				case 7 -> this.count = input.integer();
				case 8 -> this.values = input.values();
				case 9 -> this.reports = ReportFormat.read(input,
						(each) -> ClassicIds.answered(ClassicReader.this.serverId, each));
				default -> input.skip();
			}
		}

		private @Nullable ClusterMessage message(String questionId) {
			return switch (this.type) {
				case NONE -> whole(questionId);
				case ClassicTypes.SERVER_SIDE_EMIT ->
					new ClusterMessage.ServerAnswer(questionId, Answers.of(this.value, this.values));
				case ClassicTypes.CLIENTS_ASKED ->
					(this.count != null) ? new ClusterMessage.ClientsAsked(questionId, this.count) : null;
				case ClassicTypes.CLIENT_ANSWER ->
					new ClusterMessage.ClientAnswer(questionId, Answers.of(this.value, null));
				default -> null;
			};
		}

		private @Nullable ClusterMessage whole(String questionId) {
			if (this.sockets != null) {
				return new ClusterMessage.Sockets(questionId, this.sockets);
			}
			return (this.rooms != null) ? new ClusterMessage.RoomNames(questionId, this.rooms) : null;
		}

	}

}
