package io.github.socketiospring.codec.json;

import tools.jackson.core.JsonParser;

/**
 * Where the arguments of one packet are read from, whatever format they came in. May be
 * opened any number of times, by any thread.
 */
@FunctionalInterface
public interface TokenSource {

	/**
	 * Opens the arguments: the tokens of one array, with binary data as embedded
	 * {@code byte[]}. Limits on nesting and numbers are the source's business.
	 * @return a parser that stands before the array, to be closed
	 * @throws PacketParseException if what has come is not valid
	 */
	JsonParser open();

	/**
	 * Takes back a parser that has been read to its end; nobody may use it any more.
	 * @param parser the parser, as {@link #open()} has returned it to the same thread
	 */
	default void release(JsonParser parser) {
		parser.close();
	}

}
