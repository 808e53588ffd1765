/**
 * How the events of one socket are handled: its queue, the tasks in it, interceptors, the
 * handlers of a namespace, and the threads they run on. Nothing here knows packets,
 * clients or namespaces; {@code server} tells it what it needs of them through
 * {@link io.github.socketiospring.server.event.EventSocket} and
 * {@link io.github.socketiospring.server.event.EventConnection}.
 */
@NullMarked
package io.github.socketiospring.server.event;

import org.jspecify.annotations.NullMarked;
