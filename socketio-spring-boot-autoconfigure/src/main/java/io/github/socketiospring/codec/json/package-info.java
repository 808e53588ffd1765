/**
 * Event arguments as JSON: bound from the token stream, written with binary placeholders.
 */
@NullMarked
package io.github.socketiospring.codec.json;

import org.jspecify.annotations.NullMarked;
