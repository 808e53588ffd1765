/**
 * The values of events and acknowledgements: bound from a token stream to the types of a
 * handler's parameters, and written with the application's mapper, with placeholders for
 * binary data. The only package that configures Jackson.
 */
@NullMarked
package io.github.socketiospring.codec.json;

import org.jspecify.annotations.NullMarked;
