package io.github.socketiospring.adapter.cluster.wire;

import java.util.List;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import org.jspecify.annotations.Nullable;

/**
 * What the formats have in common of the values in messages.
 */
final class Answers {

	/** Sent only to servers that have asked for details. */
	static final int REPORTS = 120;

	private static final Payload NOTHING = Payload.of(new byte[] { '[', ']' }, List.of());

	private Answers() {
	}

	/**
	 * Writes what both formats have in an answer, but for its type and the question's id.
	 * @param output where to
	 * @param answer the answer of a server or a client, or how many clients there are
	 * @param name what the format calls the answer of a server
	 * @param detailed whether it is for a server that has asked for details
	 */
	static void write(MessageOutput output, ClusterMessage.Answer answer, String name, boolean detailed) {
		if (answer instanceof ClusterMessage.ServerAnswer server) {
			write(output, name, server.answer(), detailed);
		}
		else if (answer instanceof ClusterMessage.ClientAnswer client) {
			output.first("packet", client.answer());
		}
		else if (answer instanceof ClusterMessage.ClientsAsked asked) {
			output.field("clientCount", asked.count());
		}
	}

	/**
	 * Writes values: Node's servers know but one. Servers that have asked for details get
	 * all of them.
	 */
	private static void write(MessageOutput output, String name, Payload answer, boolean detailed) {
		if (output.first(name, answer) != 1 && detailed) {
			output.name("args");
			output.values(answer);
		}
	}

	static Payload of(@Nullable Payload one, @Nullable Payload all) {
		if (all != null) {
			return all;
		}
		return (one != null) ? one : NOTHING;
	}

	/** Whether there is binary data in a message, which JSON has no place for. */
	static boolean hasBinary(ClusterMessage message) {
		return payloads(message).anyMatch((payload) -> !payload.written().attachments().isEmpty());
	}

	private static Stream<Payload> payloads(ClusterMessage message) {
		if (message instanceof ClusterMessage.Order order) {
			if (order.command() instanceof Command.Broadcast broadcast) {
				return Stream.of(broadcast.arguments());
			}
			if (order.command() instanceof Command.ServerSideEmit emit) {
				return Stream.of(emit.arguments());
			}
		}
		else if (message instanceof ClusterMessage.Question question) {
			if (question.request() instanceof Request.BroadcastWithAck broadcast) {
				return Stream.of(broadcast.arguments());
			}
			if (question.request() instanceof Request.ServerSideEmitWithAck emit) {
				return Stream.of(emit.arguments());
			}
		}
		else if (message instanceof ClusterMessage.Sockets sockets) {
			return sockets.sockets().stream().map(SocketDetails::data);
		}
		else if (message instanceof ClusterMessage.ClientAnswer answer) {
			return Stream.of(answer.answer());
		}
		else if (message instanceof ClusterMessage.Reports reports) {
			return reports.reports().stream().flatMap((report) -> report.answers().values().stream());
		}
		else if (message instanceof ClusterMessage.ServerAnswer answer) {
			return Stream.of(answer.answer());
		}
		return Stream.empty();
	}

}
