/**
 * What decides about a client before it has a session: the filter an application may
 * supply, the request it sees, how a request is refused, and how ids are made. Part of
 * the public API; may depend on Spring's HTTP types and Reactor, and on nothing else of
 * this library.
 */
@NullMarked
package io.github.socketiospring.handshake;

import org.jspecify.annotations.NullMarked;
