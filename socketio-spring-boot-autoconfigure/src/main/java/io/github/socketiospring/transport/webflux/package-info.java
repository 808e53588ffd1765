/**
 * Everything between WebFlux and the transports: finds the engine's requests, checks who
 * may make them, reads bodies, writes answers, serves the files of the browser client;
 * and watches the HTTP connections that requests come by. A transport implements
 * {@code TransportHandler}; none is known here by its class.
 */
@NullMarked
package io.github.socketiospring.transport.webflux;

import org.jspecify.annotations.NullMarked;
