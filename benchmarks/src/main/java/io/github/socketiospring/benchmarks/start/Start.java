package io.github.socketiospring.benchmarks.start;

import java.time.Duration;

/**
 * What one start has taken.
 *
 * @param ready from the start of the process until it told its port
 * @param readyCpu what its threads have used until then
 * @param clients from then until all clients had joined
 * @param clientsCpu what its threads have used for that
 */
record Start(Duration ready, Duration readyCpu, Duration clients, Duration clientsCpu) {
}
