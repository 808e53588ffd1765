/**
 * A board of notes, whose page is checked against its handlers.
 */
@NullMarked
package io.github.socketiospring.samples.typescript;

import org.jspecify.annotations.NullMarked;
