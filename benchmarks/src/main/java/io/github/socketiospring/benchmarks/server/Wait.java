package io.github.socketiospring.benchmarks.server;

/**
 * What clients send and get back after a while.
 *
 * @param text anything
 * @param millis how long the handler waits
 */
public record Wait(String text, int millis) {
}
