package io.github.socketiospring.adapter.cluster.wire;

import java.util.List;
import java.util.function.UnaryOperator;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.cluster.ClusterMessage;

/**
 * Writes the data of a message for Node's {@code ClusterAdapter}. What readers decide by
 * comes before what they decide about.
 *
 * @param message the message
 * @param detailed whether the answer is for a server that has asked for details
 */
record NodeData(ClusterMessage message, boolean detailed) {

	int type() {
		return NodeTypes.ALL.of(this.message);
	}

	/** Signs of life have no data. */
	boolean isPresent() {
		return this.message instanceof ClusterMessage.Order || this.message instanceof ClusterMessage.Question
				|| this.message instanceof ClusterMessage.Response;
	}

	void write(MessageOutput output) {
		output.startObject(4);
		if (this.message instanceof ClusterMessage.Order order) {
			command(output, order.command());
		}
		else if (this.message instanceof ClusterMessage.Question question) {
			output.field("requestId", question.id());
			if (question.detailed()) {
				output.field("detailed", true);
			}
			request(output, question.request());
		}
		else if (this.message instanceof ClusterMessage.Answer answer) {
			output.field("requestId", answer.questionId());
			answer(output, answer);
		}
		else if (this.message instanceof ClusterMessage.Reports reports) {
			output.name("reports");
			ReportFormat.write(output, reports, UnaryOperator.identity());
		}
		output.endObject();
	}

	private static void command(MessageOutput output, Command command) {
		if (command instanceof Command.Broadcast broadcast) {
			options(output, Options.of(broadcast));
			packet(output, broadcast.event(), broadcast.arguments());
		}
		else if (command instanceof Command.ServerSideEmit emit) {
			output.name("packet");
			output.event(emit.event(), emit.arguments());
		}
		else {
			Options.writeWith(output, command, true);
		}
	}

	private static void request(MessageOutput output, Request<?> request) {
		if (request instanceof Request.BroadcastWithAck broadcast) {
			options(output, Options.of(broadcast));
			packet(output, broadcast.event(), broadcast.arguments());
		}
		else if (request instanceof Request.FetchSockets fetch) {
			options(output, new Options(fetch.selection(), false, true, fetch.timeout()));
		}
		else if (request instanceof Request.FetchRooms fetch) {
			output.field("only", NodeReader.ONLY_ROOMS);
			options(output, new Options(Selection.ALL, false, true, fetch.timeout()));
		}
		else if (request instanceof Request.ServerSideEmitWithAck emit) {
			output.field("timeout", emit.timeout().toMillis());
			output.name("packet");
			output.event(emit.event(), emit.arguments());
		}
	}

	private void answer(MessageOutput output, ClusterMessage.Answer answer) {
		if (answer instanceof ClusterMessage.Sockets sockets) {
			output.name("sockets");
			SocketFormat.write(output, sockets.sockets());
		}
		else if (answer instanceof ClusterMessage.RoomNames names) {
			output.field("sockets", List.of());
			output.field("rooms", names.rooms());
		}
		else {
			Answers.write(output, answer, "packet", this.detailed);
		}
	}

	private static void options(MessageOutput output, Options options) {
		output.name("opts");
		options.write(output, true);
	}

	private static void packet(MessageOutput output, String event, Payload arguments) {
		output.name("packet");
		output.startObject(2);
		output.field("type", PacketReader.EVENT);
		output.name("data");
		output.event(event, arguments);
		output.endObject();
	}

}
