package io.github.socketiospring.dispatch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.Ack;

/**
 * Remembers what an ack was answered with.
 */
final class RecordingAck implements Ack {

	private final boolean requested;

	private final List<List<Object>> answers = new ArrayList<>();

	RecordingAck(boolean requested) {
		this.requested = requested;
	}

	@Override
	public boolean isRequested() {
		return this.requested;
	}

	@Override
	public void send(Object... arguments) {
		this.answers.add(Arrays.asList(arguments));
	}

	/**
	 * Returns the arguments of every answer, so that a test sees how often there was one.
	 */
	List<List<Object>> answers() {
		return this.answers;
	}

}
