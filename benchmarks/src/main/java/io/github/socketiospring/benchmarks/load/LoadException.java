package io.github.socketiospring.benchmarks.load;

/**
 * A server did not do what it should.
 */
public final class LoadException extends RuntimeException {

	LoadException(String message) {
		super(message);
	}

	LoadException(String message, Throwable cause) {
		super(message, cause);
	}

}
