/**
 * The HTTP transports of protocol 1: its handshake, xhr-polling, jsonp-polling, htmlfile
 * and xhr-multipart. The session they carry belongs in the engine, Draft 76 in
 * {@code transport.hixie}.
 */
@NullMarked
package io.github.socketiospring.transport.legacy;

import org.jspecify.annotations.NullMarked;
