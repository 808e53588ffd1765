package io.github.socketiospring.adapter;

import java.util.Set;

import io.github.socketiospring.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * A part of the answer to an event that must be acknowledged. Whoever was asked and has
 * neither answered nor gone is missing.
 */
public sealed interface AckReply {

	/**
	 * Somebody is asked. An adapter may name a server here whose own answer has not come,
	 * and replace it by the sockets which that server has asked once it has said so.
	 *
	 * @param ids the ids of sockets or servers
	 */
	record Asked(Set<String> ids) implements AckReply {
	}

	/**
	 * Somebody has answered.
	 *
	 * @param id who; {@code null} if the server that passes the answer on does not tell,
	 * and then some server must be named as asked until it has passed all on
	 * @param answer the answer
	 */
	record Answered(@Nullable String id, Arguments answer) implements AckReply {
	}

	/**
	 * Somebody who was asked will not answer, and is not missing.
	 *
	 * @param id who
	 */
	record Gone(String id) implements AckReply {
	}

}
