/**
 * What stands between WebFlux and the transports: which requests are the engine's, who
 * may make them, how bodies are read and answers written, the files of the browser
 * client. No transport is known here by its class.
 */
@NullMarked
package io.github.socketiospring.transport.webflux;

import org.jspecify.annotations.NullMarked;
