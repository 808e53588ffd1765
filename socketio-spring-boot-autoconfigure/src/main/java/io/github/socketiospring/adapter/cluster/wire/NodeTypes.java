package io.github.socketiospring.adapter.cluster.wire;

import java.util.Map;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.cluster.ClusterMessage;

import static java.util.Map.entry;

/**
 * The types of messages in Node's {@code ClusterAdapter}, and, from 100 on, those that it
 * does not know and passes over.
 */
final class NodeTypes {

	static final int JOINED = 1;

	static final int ALIVE = 2;

	static final int BROADCAST = 3;

	static final int JOIN = 4;

	static final int LEAVE = 5;

	static final int DISCONNECT = 6;

	static final int FETCH_SOCKETS = 7;

	static final int SOCKETS = 8;

	static final int SERVER_SIDE_EMIT = 9;

	static final int SERVER_ANSWER = 10;

	static final int CLIENTS_ASKED = 11;

	static final int CLIENT_ANSWER = 12;

	static final int LEFT = 13;

	static final int REPORTS = Answers.REPORTS;

	/** Added to the type of a question that Node's servers are to pass over. */
	static final int PRIVATE = 1000;

	static final MessageTypes ALL = new MessageTypes(Map.ofEntries(entry(ClusterMessage.Joined.class, JOINED),
			entry(ClusterMessage.Alive.class, ALIVE), entry(ClusterMessage.Left.class, LEFT),
			entry(Command.Broadcast.class, BROADCAST), entry(Command.Join.class, JOIN),
			entry(Command.Leave.class, LEAVE), entry(Command.Disconnect.class, DISCONNECT),
			entry(Command.ServerSideEmit.class, SERVER_SIDE_EMIT), entry(Request.BroadcastWithAck.class, BROADCAST),
			entry(Request.FetchSockets.class, FETCH_SOCKETS), entry(Request.FetchRooms.class, FETCH_SOCKETS),
			entry(Request.ServerSideEmitWithAck.class, SERVER_SIDE_EMIT), entry(ClusterMessage.Sockets.class, SOCKETS),
			entry(ClusterMessage.RoomNames.class, SOCKETS), entry(ClusterMessage.ServerAnswer.class, SERVER_ANSWER),
			entry(ClusterMessage.ClientsAsked.class, CLIENTS_ASKED),
			entry(ClusterMessage.ClientAnswer.class, CLIENT_ANSWER), entry(ClusterMessage.Reports.class, REPORTS)));

	private NodeTypes() {
	}

}
