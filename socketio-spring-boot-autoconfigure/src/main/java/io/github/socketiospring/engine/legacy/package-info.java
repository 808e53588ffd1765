/**
 * What protocol 1 has in place of Engine.IO: sessions that outlive the connections that
 * carry them, and the protocol's revision. Built upon the engine, which knows nothing of
 * it; knows no HTTP server.
 */
@NullMarked
package io.github.socketiospring.engine.legacy;

import org.jspecify.annotations.NullMarked;
