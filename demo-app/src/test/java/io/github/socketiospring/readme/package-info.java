/**
 * What README shows, in an application of its own.
 */
@NullMarked
package io.github.socketiospring.readme;

import org.jspecify.annotations.NullMarked;
