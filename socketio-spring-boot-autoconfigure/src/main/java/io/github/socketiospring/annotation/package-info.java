/**
 * Annotations that turn methods of Spring beans into Socket.IO event handlers, and what
 * tells native images of them.
 * <p>
 * Part of the public API. Here belong annotations only: what they mean is in
 * {@code dispatch}. May depend on the base package and on nothing else of this library.
 */
@NullMarked
package io.github.socketiospring.annotation;

import org.jspecify.annotations.NullMarked;
