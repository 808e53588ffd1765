/**
 * Compiles what the documents show.
 */
@NullMarked
package io.github.socketiospring.documentation;

import org.jspecify.annotations.NullMarked;
