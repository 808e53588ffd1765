package io.github.socketiospring.adapter;

/**
 * How an adapter is.
 *
 * @param up whether it reaches the other servers
 * @param description details for operators, without secrets
 */
public record AdapterHealth(boolean up, String description) {

}
