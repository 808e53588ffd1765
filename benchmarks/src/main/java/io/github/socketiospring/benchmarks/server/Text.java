package io.github.socketiospring.benchmarks.server;

/**
 * What clients send and get back.
 *
 * @param text anything
 */
public record Text(String text) {
}
