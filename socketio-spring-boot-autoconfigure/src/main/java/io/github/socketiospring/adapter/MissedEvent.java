package io.github.socketiospring.adapter;

/**
 * An event that was emitted while a socket was away.
 *
 * @param event the event's name
 * @param arguments the event's arguments
 * @param offset the event's offset
 * @param compress whether connections that compress may compress it
 */
public record MissedEvent(String event, Payload arguments, String offset, boolean compress) {

}
