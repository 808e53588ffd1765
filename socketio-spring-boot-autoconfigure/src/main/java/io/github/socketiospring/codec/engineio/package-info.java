/**
 * Engine.IO: messages as every transport needs them, what stands in front of their
 * content, and the payloads of polling. Pure bytes, without any I/O; knows nothing of
 * what is inside of a message.
 */
@NullMarked
package io.github.socketiospring.codec.engineio;

import org.jspecify.annotations.NullMarked;
