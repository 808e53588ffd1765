package io.github.socketiospring.adapter.cluster.wire;

import java.util.Collection;

import io.github.socketiospring.adapter.Payload;
import tools.jackson.databind.JsonNode;

/**
 * A message that is being written, whatever form it has. What is written already as JSON
 * is copied. Used by one thread.
 */
abstract class MessageOutput {

	abstract void startObject(int entries);

	abstract void endObject();

	abstract void startArray(int values);

	abstract void endArray();

	abstract void name(String name);

	abstract void string(String text);

	abstract void number(long number);

	abstract void truth(boolean value);

	abstract void tree(JsonNode value);

	/** Writes an array: an event's name, then its arguments. */
	abstract void event(String event, Payload arguments);

	/** Writes an array of values. */
	abstract void values(Payload values);

	/**
	 * Writes an entry with the first of some values, or nothing if there are none.
	 * @return how many there are: 0, 1, or 2 for more
	 */
	abstract int first(String name, Payload values);

	final void field(String name, String text) {
		name(name);
		string(text);
	}

	final void field(String name, long number) {
		name(name);
		number(number);
	}

	final void field(String name, boolean value) {
		name(name);
		truth(value);
	}

	final void field(String name, Collection<String> texts) {
		name(name);
		startArray(texts.size());
		texts.forEach(this::string);
		endArray();
	}

	/** Returns what was written; nothing may be written any more. */
	abstract byte[] toBytes();

}
