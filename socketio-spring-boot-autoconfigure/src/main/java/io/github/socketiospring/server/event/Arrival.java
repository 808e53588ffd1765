package io.github.socketiospring.server.event;

/**
 * The time at which an event arrived, for events that are timed.
 *
 * @param nanos as {@link System#nanoTime()} has it
 * @param weight for how many events this one stands
 */
public record Arrival(long nanos, int weight) {

}
