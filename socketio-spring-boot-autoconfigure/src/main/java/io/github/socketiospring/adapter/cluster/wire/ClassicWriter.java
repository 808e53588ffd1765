package io.github.socketiospring.adapter.cluster.wire;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.Selection;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.cluster.ClusterMessage;

/**
 * Writes messages for npm's {@code @socket.io/redis-adapter}.
 *
 * @param namespace the namespace's name
 * @param serverId this server's id
 */
record ClassicWriter(String namespace, String serverId) {

	static boolean isBroadcastWithAck(ClusterMessage message) {
		return message instanceof ClusterMessage.Question question
				&& question.request() instanceof Request.BroadcastWithAck;
	}

	byte[] event(MessageOutput output, Command.Broadcast broadcast) {
		output.startArray(3);
		output.string(this.serverId);
		packet(output, broadcast.event(), broadcast.arguments());
		Options.of(broadcast).write(output, true);
		output.endArray();
		return output.toBytes();
	}

	private void packet(MessageOutput output, String event, Payload arguments) {
		output.startObject(3);
		output.field("type", PacketReader.EVENT);
		output.name("data");
		output.event(event, arguments);
		output.field("nsp", this.namespace);
		output.endObject();
	}

	// Requests

	byte[] request(MessageOutput output, ClusterMessage message) {
		output.startObject(6);
		output.field("uid", this.serverId);
		if (message instanceof ClusterMessage.Question question) {
			output.field("requestId", ClassicIds.asked(this.serverId, question.id()));
		}
		output.field("type", ClassicTypes.REQUESTS.of(message));
		if (message instanceof ClusterMessage.Order order) {
			order(output, order.command());
		}
		else if (message instanceof ClusterMessage.Question question) {
			question(output, question.request());
			if (question.detailed()) {
				output.field("detailed", true);
			}
		}
		output.endObject();
		return output.toBytes();
	}

	private static void order(MessageOutput output, Command command) {
		if (command instanceof Command.ServerSideEmit emit) {
			output.name("data");
			output.event(emit.event(), emit.arguments());
		}
		else {
			Options.writeWith(output, command, false);
		}
	}

	private void question(MessageOutput output, Request<?> request) {
		if (request instanceof Request.BroadcastWithAck broadcast) {
			output.name("packet");
			packet(output, broadcast.event(), broadcast.arguments());
			output.name("opts");
			Options.of(broadcast).write(output, true);
			return;
		}
		if (request instanceof Request.FetchSockets fetch) {
			options(output, fetch.selection());
		}
		else if (request instanceof Request.ServerSideEmitWithAck emit) {
			output.name("data");
			output.event(emit.event(), emit.arguments());
		}
		output.field("timeout", request.timeout().toMillis());
	}

	private static void options(MessageOutput output, Selection selection) {
		output.name("opts");
		Options.of(selection).write(output, false);
	}

	// Responses

	byte[] response(MessageOutput output, ClusterMessage.Response response, boolean detailed) {
		output.startObject(6);
		Integer type = ClassicTypes.RESPONSES.find(response);
		if (type != null) {
			output.field("type", type);
		}
		if (response instanceof ClusterMessage.Answer answer) {
			output.field("requestId", ClassicIds.answering(answer.questionId()));
		}
		output.field("uid", this.serverId);
		if (response instanceof ClusterMessage.Answer answer) {
			content(output, answer, detailed);
		}
		else if (response instanceof ClusterMessage.Reports reports) {
			output.name("reports");
			ReportFormat.write(output, reports, ClassicIds::answering);
		}
		output.endObject();
		return output.toBytes();
	}

	private static void content(MessageOutput output, ClusterMessage.Answer answer, boolean detailed) {
		if (answer instanceof ClusterMessage.Sockets sockets) {
			if (ClassicIds.isOnlyIds(answer.questionId())) {
				output.field("sockets", sockets.sockets().stream().map(SocketDetails::id).toList());
			}
			else {
				output.name("sockets");
				SocketFormat.write(output, sockets.sockets());
			}
		}
		else if (answer instanceof ClusterMessage.RoomNames names) {
			output.field("rooms", names.rooms());
		}
		else {
			Answers.write(output, answer, "data", detailed);
		}
	}

}
