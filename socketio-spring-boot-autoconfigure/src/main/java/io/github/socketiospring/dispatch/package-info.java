/**
 * Finds annotated beans and calls their methods.
 */
@NullMarked
package io.github.socketiospring.dispatch;

import org.jspecify.annotations.NullMarked;
