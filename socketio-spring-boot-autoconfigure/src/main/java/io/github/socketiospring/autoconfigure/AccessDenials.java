package io.github.socketiospring.autoconfigure;

import java.util.function.Predicate;

/**
 * Knows which exceptions say that a client may not do what it has asked for.
 */
@FunctionalInterface
interface AccessDenials extends Predicate<Throwable> {

}
