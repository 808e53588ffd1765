package io.github.socketiospring.adapter.postgres;

import java.time.Duration;

/**
 * How it is noticed that a connection is open, but has nobody at its other end.
 *
 * @param silence after which silence PostgreSQL is asked whether it is there
 * @param check how long the answer to that is waited for, in whole seconds
 * @param answer how long other answers are waited for
 */
record PostgresTimes(Duration silence, Duration check, Duration answer) {

	static final PostgresTimes DEFAULT = new PostgresTimes(Duration.ofSeconds(5), Duration.ofSeconds(5),
			Duration.ofSeconds(10));

}
