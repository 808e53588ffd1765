/**
 * The protocol revisions, and the one place that chooses between them.
 */
@NullMarked
package io.github.socketiospring.engine.revision;

import org.jspecify.annotations.NullMarked;
