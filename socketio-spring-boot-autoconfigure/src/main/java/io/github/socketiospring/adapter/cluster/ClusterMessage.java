package io.github.socketiospring.adapter.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.socketiospring.adapter.Command;
import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.adapter.Request;
import io.github.socketiospring.adapter.SocketDetails;
import org.jspecify.annotations.Nullable;

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
	 * A part of an answer, for the server that has asked.
	 */
	sealed interface Answer extends ClusterMessage {

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
	 * Which clients a server has asked for an acknowledgement.
	 *
	 * @param questionId the id of the question
	 * @param count how many
	 * @param sockets the ids of their sockets, or {@code null} if the server does not
	 * tell; if it does, an {@link AnswersEnd} follows after the last answer
	 */
	record ClientsAsked(String questionId, int count, @Nullable Set<String> sockets) implements Answer {
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
	 * Acknowledgements that one server has got, for a server that has asked for details.
	 *
	 * @param questionId the id of the question
	 * @param answers the acknowledgements, by the ids of the sockets
	 */
	record ClientAnswers(String questionId, Map<String, Payload> answers) implements Answer {
	}

	/**
	 * A client that was asked has gone.
	 *
	 * @param questionId the id of the question
	 * @param socket the id of its socket
	 */
	record ClientGone(String questionId, String socket) implements Answer {
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
	 * There will be no more answers from this server.
	 *
	 * @param questionId the id of the question
	 */
	record AnswersEnd(String questionId) implements Answer {
	}

}
