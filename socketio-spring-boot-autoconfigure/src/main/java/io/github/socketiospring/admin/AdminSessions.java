package io.github.socketiospring.admin;

import reactor.core.publisher.Mono;

/**
 * Remembers who has logged in, so that a page that comes back need not ask for the
 * password again. Safe for use by any thread; must not block.
 */
public interface AdminSessions {

	/**
	 * Tells whether a session exists.
	 * @param id its id: hexadecimal digits, as a client has sent them
	 * @return whether it does; an error counts as {@code false}
	 */
	Mono<Boolean> exists(String id);

	/**
	 * Remembers a new session for a day.
	 * @param id its id, a secret
	 * @return completes when it exists
	 */
	Mono<Void> save(String id);

}
