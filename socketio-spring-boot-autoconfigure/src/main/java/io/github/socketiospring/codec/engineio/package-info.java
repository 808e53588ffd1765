/**
 * Engine.IO packets and payload framings as bytes, without any I/O.
 */
@NullMarked
package io.github.socketiospring.codec.engineio;

import org.jspecify.annotations.NullMarked;
