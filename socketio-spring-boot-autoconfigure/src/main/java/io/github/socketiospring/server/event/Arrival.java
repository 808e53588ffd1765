package io.github.socketiospring.server.event;

/**
 * When an event has arrived, for those of which that is of interest.
 *
 * @param nanos as {@link System#nanoTime()} has it
 * @param weight for how many events this one stands
 */
public record Arrival(long nanos, int weight) {

}
