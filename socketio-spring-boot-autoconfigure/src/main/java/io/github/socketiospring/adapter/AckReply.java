package io.github.socketiospring.adapter;

import java.util.Set;

import io.github.socketiospring.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * A part of the answer to an event that must be acknowledged. A socket or server that was
 * asked, and has neither answered nor gone, is missing.
 */
public sealed interface AckReply {

	/**
	 * Sockets or servers are asked. An adapter may name a server here before it knows
	 * which sockets that server asks, and name those in its place later.
	 *
	 * @param ids the ids of sockets or servers
	 */
	record Asked(Set<String> ids) implements AckReply {
	}

	/**
	 * A socket or server has answered.
	 *
	 * @param id its id; {@code null} if the server that forwards the answer does not tell
	 * it: then that server must be named as asked until it has forwarded all answers
	 * @param answer the answer
	 */
	record Answered(@Nullable String id, Arguments answer) implements AckReply {
	}

	/**
	 * A socket or server that was asked will not answer, and does not count as missing.
	 *
	 * @param id its id
	 */
	record Gone(String id) implements AckReply {
	}

}
