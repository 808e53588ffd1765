/**
 * An application under test, written as any user would write it.
 */
@NullMarked
package io.github.socketiospring.test.example;

import org.jspecify.annotations.NullMarked;
