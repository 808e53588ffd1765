package io.github.socketiospring.adapter.cluster.wire;

import java.util.LinkedHashSet;
import java.util.Set;

import io.github.socketiospring.adapter.Payload;
import io.github.socketiospring.codec.json.PacketParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A message, or a part of it, from left to right, whatever form it has. It stands at a
 * value, which must be read, entered or skipped before it goes on. What is invalid, or
 * beyond a limit, is a {@link PacketParseException}, or a {@code JacksonException} where
 * a parser says so. Used by one thread.
 */
abstract class MessageInput implements AutoCloseable {

	private static final int MAX_LEVELS = MessageCodec.LEVELS + 2;

	private final MessageLimits limits;

	/** The keys that each of the objects has had, which it is in. */
	private final long[] seen = new long[MAX_LEVELS];

	private int objects;

	MessageInput(MessageLimits limits) {
		this.limits = limits;
	}

	final MessageLimits limits() {
		return this.limits;
	}

	/** What a value is. */
	enum Kind {

		OBJECT, ARRAY, STRING, NUMBER, BOOLEAN, NULL, BINARY

	}

	/**
	 * A part that was skipped, to be read later.
	 */
	interface Part {

		/** Opens it again. */
		MessageInput open();

	}

	/**
	 * An event.
	 *
	 * @param name its name
	 * @param arguments its arguments
	 */
	record Event(String name, Payload arguments) {
	}

	/** Tells what the value is at which this stands. */
	abstract Kind kind();

	/** Skips a value, with all that is in it. */
	abstract void skip();

	/** Skips a value, which is valid then. */
	abstract Part part();

	// Objects and arrays

	abstract void openObject();

	/** Goes on to the value of the next key, and returns its number. */
	abstract int key(Keys keys);

	/** Enters an object. */
	final void enterObject() {
		if (kind() != Kind.OBJECT) {
			throw new PacketParseException("no object where there must be one");
		}
		openObject();
		this.seen[this.objects++] = 0;
	}

	/**
	 * Goes on to the value of the next key of the object that was entered last.
	 * @return the number of the key, or {@link Keys#UNKNOWN}; {@link Keys#END} if it was
	 * the last, and the object is left
	 */
	final int nextKey(Keys keys) {
		int key = key(keys);
		if (key >= 0) {
			long bit = 1L << key;
			if ((this.seen[this.objects - 1] & bit) != 0) {
				throw new PacketParseException("an object has a key twice");
			}
			this.seen[this.objects - 1] |= bit;
		}
		else if (key == Keys.END) {
			this.objects--;
		}
		return key;
	}

	/** Goes on to the value of the next key, and returns the key. */
	abstract @Nullable String name();

	/**
	 * Goes on to the value of the next key of the object that was entered last.
	 * @return the key; {@code null} if there is none, and the object is left
	 */
	final @Nullable String nextName() {
		String name = name();
		if (name == null) {
			this.objects--;
		}
		return name;
	}

	/** Enters an array. */
	abstract void enterArray();

	/**
	 * Goes on to the next value of the array that was entered last.
	 * @return {@code false} if there is none, and the array is left
	 */
	abstract boolean nextItem();

	/** Makes sure that nothing comes behind the outermost value. */
	abstract void end();

	// Scalars

	/** A string, or the digits of a number. */
	abstract String text();

	/** A number, as near as a float comes. */
	abstract double number();

	abstract boolean truth();

	/** A string, or the digits of a number, of limited length. */
	final String text(int maxLength) {
		Kind kind = kind();
		if (kind != Kind.STRING && kind != Kind.NUMBER) {
			throw new PacketParseException("neither a string nor a number");
		}
		String text = text();
		if (text.length() > maxLength) {
			throw new PacketParseException("a name is longer than " + maxLength + " characters");
		}
		return text;
	}

	/** An integer from 0 on. */
	final int integer() {
		double number = (kind() == Kind.NUMBER) ? number() : -1;
		if (number < 0 || number > Integer.MAX_VALUE || number != Math.rint(number)) {
			throw new PacketParseException("no integer of 32 bits");
		}
		return (int) number;
	}

	/** Whether the value is {@code true}; any other is not, whatever it is. */
	final boolean isTrue() {
		if (kind() == Kind.BOOLEAN) {
			return truth();
		}
		skip();
		return false;
	}

	/** Names of rooms, or of sockets, which are rooms. */
	final Set<String> rooms() {
		return names(this.limits.maxRooms());
	}

	/** Names of rooms, as many as the message has room for. */
	final Set<String> allRooms() {
		return names(Integer.MAX_VALUE);
	}

	private Set<String> names(int max) {
		Set<String> names = new LinkedHashSet<>();
		enterArray();
		while (nextItem()) {
			if (names.size() == max) {
				throw new PacketParseException("more than " + max + " rooms");
			}
			names.add(text(this.limits.maxRoomLength()));
		}
		return (names.size() > 1) ? names : Set.copyOf(names);
	}

	// Values that are not read here

	/** An array that begins with the name of an event. */
	abstract Event event();

	/** An array, whatever is in it. */
	abstract Payload values();

	/** A value, as the only one of a payload. */
	abstract Payload value();

	/** A value as a tree. */
	abstract JsonNode tree();

	final void checkEvent(String event) {
		if (event.length() > this.limits.maxEventLength()) {
			throw new PacketParseException("event name too long");
		}
	}

	@Override
	public abstract void close();

}
