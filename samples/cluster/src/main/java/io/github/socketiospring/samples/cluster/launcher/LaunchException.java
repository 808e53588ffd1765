package io.github.socketiospring.samples.cluster.launcher;

/**
 * The sample cannot run. The message says what to do, and is all that the user sees.
 */
final class LaunchException extends RuntimeException {

	LaunchException(String message) {
		super(message);
	}

}
