package io.github.socketiospring.demo;

/**
 * Refuses what a client asked for; the message is written for the person who reads it on
 * the page.
 */
class RefusedException extends RuntimeException {

	RefusedException(String message) {
		super(message);
	}

}
