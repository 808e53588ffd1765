/**
 * The revisions of Engine.IO, and the one place that chooses between them. A new revision
 * is one class here: what it does differently from the others, and no state.
 */
@NullMarked
package io.github.socketiospring.engine.revision;

import org.jspecify.annotations.NullMarked;
