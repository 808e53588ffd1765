package io.github.socketiospring.adapter.cluster.wire;

import java.util.Map;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.cluster.ClusterMessage;

import static java.util.Map.entry;

/**
 * The types of requests and responses in npm's {@code @socket.io/redis-adapter}, and,
 * from 100 on, those that it does not know and passes over.
 */
final class ClassicTypes {

	static final int SOCKET_IDS = 0;

	static final int ROOMS = 1;

	static final int JOIN = 2;

	static final int LEAVE = 3;

	static final int DISCONNECT = 4;

	static final int FETCH_SOCKETS = 5;

	static final int SERVER_SIDE_EMIT = 6;

	static final int BROADCAST_WITH_ACK = 7;

	static final int CLIENTS_ASKED = 8;

	static final int CLIENT_ANSWER = 9;

	static final int JOINED = 101;

	static final int ALIVE = 102;

	static final int LEFT = 103;

	static final int REPORTS = Answers.REPORTS;

	/** Of requests. Events are none: they have a channel of their own. */
	static final MessageTypes REQUESTS = new MessageTypes(Map.ofEntries(entry(ClusterMessage.Joined.class, JOINED),
			entry(ClusterMessage.Alive.class, ALIVE), entry(ClusterMessage.Left.class, LEFT),
			entry(Command.Join.class, JOIN), entry(Command.Leave.class, LEAVE),
			entry(Command.Disconnect.class, DISCONNECT), entry(Command.ServerSideEmit.class, SERVER_SIDE_EMIT),
			entry(Request.FetchRooms.class, ROOMS), entry(Request.FetchSockets.class, FETCH_SOCKETS),
			entry(Request.ServerSideEmitWithAck.class, SERVER_SIDE_EMIT),
			entry(Request.BroadcastWithAck.class, BROADCAST_WITH_ACK)));

	/** Of responses. What is the whole answer has none. */
	static final MessageTypes RESPONSES = new MessageTypes(Map.of(ClusterMessage.ServerAnswer.class, SERVER_SIDE_EMIT,
			ClusterMessage.ClientsAsked.class, CLIENTS_ASKED, ClusterMessage.ClientAnswer.class, CLIENT_ANSWER,
			ClusterMessage.Reports.class, REPORTS));

	private ClassicTypes() {
	}

}
