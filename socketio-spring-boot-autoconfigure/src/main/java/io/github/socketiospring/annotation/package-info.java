/**
 * Annotations that turn methods of Spring beans into Socket.IO event handlers.
 */
@NullMarked
package io.github.socketiospring.annotation;

import org.jspecify.annotations.NullMarked;
