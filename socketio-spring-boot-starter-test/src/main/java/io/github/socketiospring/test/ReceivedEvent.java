package io.github.socketiospring.test;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.Arguments;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * An event that a client has received. Safe for use by any thread.
 */
public final class ReceivedEvent implements Arguments {

	private static final int MAX_TEXT = 200;

	private final String event;

	private final Arguments arguments;

	private final @Nullable Answer answer;

	private final AtomicBoolean answered = new AtomicBoolean();

	ReceivedEvent(String event, Arguments arguments, @Nullable Answer answer) {
		this.event = event;
		this.arguments = arguments;
		this.answer = answer;
	}

	/**
	 * Returns the event's name.
	 * @return the name
	 */
	public String event() {
		return this.event;
	}

	/**
	 * Tells whether the server waits for an answer.
	 * @return {@code true} if it emitted the event with an acknowledgement
	 */
	public boolean isAnswerWanted() {
		return this.answer != null;
	}

	/**
	 * Answers the server, unless a function of the client has done so already.
	 * @param values the answer
	 * @throws IllegalStateException if the server wants none
	 */
	public void answer(@Nullable Object... values) {
		if (this.answer == null) {
			throw new IllegalStateException(
					"The server does not wait for an answer to \"" + this.event + "\": it was emitted without one");
		}
		if (this.answered.compareAndSet(false, true)) {
			this.answer.send(values);
		}
	}

	/**
	 * Answers with what a function has returned: nothing, several values or one.
	 */
	void answerWith(@Nullable Object value) {
		if (value == null) {
			answer();
		}
		else if (value instanceof Object[] several) {
			answer(several);
		}
		else {
			answer(value);
		}
	}

	@Override
	public int size() {
		return this.arguments.size();
	}

	@Override
	public JsonNode get(int index) {
		return this.arguments.get(index);
	}

	@Override
	public <T> T get(int index, Class<T> type) {
		return this.arguments.get(index, type);
	}

	@Override
	public <T> T get(int index, TypeReference<T> type) {
		return this.arguments.get(index, type);
	}

	@Override
	public List<JsonNode> asList() {
		return this.arguments.asList();
	}

	/**
	 * Describes the event, as failures show it.
	 * @return its name and arguments, shortened if they are long
	 */
	@Override
	public String toString() {
		String text = this.event + " " + this.arguments.asList();
		return (text.length() > MAX_TEXT) ? text.substring(0, MAX_TEXT) + "…" : text;
	}

	/**
	 * Sends an answer.
	 */
	@FunctionalInterface
	interface Answer {

		void send(@Nullable Object... values);

	}

}
