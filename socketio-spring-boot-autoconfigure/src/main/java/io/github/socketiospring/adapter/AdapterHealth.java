package io.github.socketiospring.adapter;

/**
 * The health of an adapter at one moment. Immutable.
 *
 * @param up whether it reaches the other servers
 * @param description details for operators, without secrets
 */
public record AdapterHealth(boolean up, String description) {

}
