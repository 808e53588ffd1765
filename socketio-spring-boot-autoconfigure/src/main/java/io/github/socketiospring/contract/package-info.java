/**
 * What clients and the server agree upon: the events of each namespace with the types of
 * their arguments and answers, read from handler methods and from what is declared to be
 * emitted, and written for clients in TypeScript and as an AsyncAPI document.
 * <p>
 * Applications run {@link io.github.socketiospring.contract.ContractGenerator
 * ContractGenerator} or ask the actuator endpoint; everything else is for the
 * auto-configuration. Nothing depends on this package, and nothing here is used while
 * clients are served. May depend on the description of handlers in {@code dispatch} and
 * on the base package; how values look on the wire is asked of the application's own
 * {@code JsonMapper}.
 */
@NullMarked
package io.github.socketiospring.contract;

import org.jspecify.annotations.NullMarked;
