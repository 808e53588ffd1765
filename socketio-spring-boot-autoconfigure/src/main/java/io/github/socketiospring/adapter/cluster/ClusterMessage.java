package io.github.socketiospring.adapter.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.SocketDetails;

/**
 * What servers send each other about one namespace. Immutable.
 */
public sealed interface ClusterMessage {

	/** A server has joined the cluster, and wants to know who is there. */
	record Joined() implements ClusterMessage {
	}

	/** A server is still there. */
	record Alive() implements ClusterMessage {
	}

	/** A server leaves the cluster in order. */
	record Left() implements ClusterMessage {
	}

	/**
	 * Something that other servers are told to do.
	 *
	 * @param command what to do
	 */
	record Order(Command command) implements ClusterMessage {
	}

	/**
	 * Something that other servers are asked.
	 *
	 * @param id names the question in its answers, an id that only the asking server has
	 * to understand
	 * @param request the question
	 * @param detailed whether answers may contain what Node's servers do not know: who
	 * answers, who has gone, all arguments
	 */
	record Question(String id, Request<?> request, boolean detailed) implements ClusterMessage {
	}

	/**
	 * What is for the server that has asked.
	 */
	sealed interface Response extends ClusterMessage {

	}

	/**
	 * An answer, or a part of it.
	 */
	sealed interface Answer extends Response {

		/**
		 * Returns the id of the question.
		 * @return the id
		 */
		String questionId();

	}

	/**
	 * All that a server answers to {@link Request.FetchSockets}, and what a server of
	 * Node's answers to {@link Request.FetchRooms} where it knows no other way.
	 *
	 * @param questionId the id of the question
	 * @param sockets the sockets
	 */
	record Sockets(String questionId, List<SocketDetails> sockets) implements Answer {
	}

	/**
	 * All that a server answers to {@link Request.FetchRooms}.
	 *
	 * @param questionId the id of the question
	 * @param rooms the rooms
	 */
	record RoomNames(String questionId, Set<String> rooms) implements Answer {
	}

	/**
	 * How many clients a server has asked for an acknowledgement.
	 *
	 * @param questionId the id of the question
	 * @param count how many
	 */
	record ClientsAsked(String questionId, int count) implements Answer {
	}

	/**
	 * A client's acknowledgement, from a server that does not tell whose it is.
	 *
	 * @param questionId the id of the question
	 * @param answer the acknowledgement
	 */
	record ClientAnswer(String questionId, Payload answer) implements Answer {
	}

	/**
	 * A server's own answer, all of it.
	 *
	 * @param questionId the id of the question
	 * @param answer the answer
	 */
	record ServerAnswer(String questionId, Payload answer) implements Answer {
	}

	/**
	 * What is new about one question at one server, for a server that has asked for
	 * details.
	 *
	 * @param questionId the id of the question
	 * @param asked the ids of sockets that were asked for an acknowledgement
	 * @param answers acknowledgements, by the ids of the sockets
	 * @param gone the ids of sockets that have gone without an answer
	 * @param ended whether there is nothing more to come
	 */
	record Report(String questionId, Set<String> asked, Map<String, Payload> answers, Set<String> gone,
			boolean ended) implements Answer {
	}

	/**
	 * Reports about questions of one server. A report is always sent as a part of these.
	 *
	 * @param reports the reports, one for each question
	 */
	record Reports(List<Report> reports) implements Response {
	}

}
