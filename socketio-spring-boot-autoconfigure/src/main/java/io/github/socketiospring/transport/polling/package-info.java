/**
 * Engine.IO's HTTP long-polling, by XHR, fetch or JSONP: what carries a session, and how
 * bodies are wrapped. How requests reach it belongs in {@code transport.webflux}.
 */
@NullMarked
package io.github.socketiospring.transport.polling;

import org.jspecify.annotations.NullMarked;
