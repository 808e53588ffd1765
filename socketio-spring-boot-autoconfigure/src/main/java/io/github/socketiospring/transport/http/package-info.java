/**
 * Polling transports as bare WebFlux handlers, and the client bundle.
 */
@NullMarked
package io.github.socketiospring.transport.http;

import org.jspecify.annotations.NullMarked;
