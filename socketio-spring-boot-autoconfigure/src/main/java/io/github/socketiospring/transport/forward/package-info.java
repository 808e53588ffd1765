/**
 * Requests of sessions that another server holds: which server that is, and how it gets
 * the request. Plain requests travel by HTTP on connections that are kept, WebSockets as
 * bytes on a connection each. The owner of a session serves such a request like any other
 * of its client; no protocol is known here, but for the ids of sessions, whose end names
 * their server. Besides the {@code transport}s' own, only this package knows the
 * directory of servers, and it uses Reactor Netty on both sides.
 */
@NullMarked
package io.github.socketiospring.transport.forward;

import org.jspecify.annotations.NullMarked;
